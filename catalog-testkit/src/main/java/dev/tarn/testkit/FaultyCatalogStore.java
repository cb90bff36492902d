package dev.tarn.testkit;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.tenant.TenantStore;
import dev.tarn.core.usage.UsageTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** A store whose logs and followers are faulty. */
public final class FaultyCatalogStore implements CatalogStore {
  private final CatalogStore store;
  private final Faults faults;

  /** A store that does what {@code store} does, but for these faults in the branches it opens. */
  public FaultyCatalogStore(CatalogStore store, Faults faults) {
    this.store = store;
    this.faults = faults;
  }

  @Override
  public TenantStore tenantStore() {
    return store.tenantStore();
  }

  @Override
  public List<TenantId> tenants() throws IOException {
    return store.tenants();
  }

  @Override
  public void createTenant(TenantId tenant) throws IOException {
    store.createTenant(tenant);
  }

  @Override
  public List<BranchName> branches(TenantId tenant) throws IOException {
    return store.branches(tenant);
  }

  @Override
  public List<Reference> references(TenantId tenant) throws IOException {
    return store.references(tenant);
  }

  @Override
  public CommitId createBranch(
      Scope branch, BranchName from, PointInTime at, ReferenceDetails details) throws IOException {
    return store.createBranch(branch, from, at, details);
  }

  @Override
  public CommitId createTag(Scope branch, BranchName tag, PointInTime at, ReferenceDetails details)
      throws IOException {
    return store.createTag(branch, tag, at, details);
  }

  @Override
  public Reference describe(
      TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change) throws IOException {
    return store.describe(tenant, name, change);
  }

  @Override
  public void delete(TenantId tenant, BranchName name, Consumer<Reference> condition)
      throws IOException {
    store.delete(tenant, name, condition);
  }

  @Override
  public Reference rename(TenantId tenant, BranchName name, BranchName newName) throws IOException {
    return store.rename(tenant, name, newName);
  }

  @Override
  public Optional<BranchName> tagged(TenantId tenant, BranchName tag) throws IOException {
    return store.tagged(tenant, tag);
  }

  @Override
  public GarbageReport collectGarbage(
      TenantId tenant, GarbageRequest request, GarbageProgress progress) throws IOException {
    return store.collectGarbage(tenant, request, progress);
  }

  @Override
  public Optional<PersonStore> persons() {
    return store.persons();
  }

  @Override
  public BranchStore open(Scope scope) throws IOException {
    return new FaultyBranchStore(store.open(scope), faults);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  /** A branch whose log and followers are faulty. */
  static class FaultyBranchStore implements BranchStore {
    private final BranchStore branch;
    private final ChangeLog log;
    private final List<LogFollower> followers;

    FaultyBranchStore(BranchStore branch, Faults faults) {
      this.branch = branch;
      this.log = new FaultyChangeLog(branch.log(), faults);
      this.followers =
          branch.followers().stream()
              .map(follower -> (LogFollower) new FaultyFollower(follower, faults))
              .toList();
    }

    @Override
    public ChangeLog log() {
      return log;
    }

    @Override
    public HistoryReader history() {
      return branch.history();
    }

    @Override
    public StateSource state() throws IOException {
      return branch.state();
    }

    @Override
    public StateSource stateAt(CommitId commit) throws IOException {
      return branch.stateAt(commit);
    }

    @Override
    public PointerSnapshot pointers() throws IOException {
      return branch.pointers();
    }

    @Override
    public PointerSnapshot pointersAt(CommitId commit) throws IOException {
      return branch.pointersAt(commit);
    }

    @Override
    public List<PointerDiff> pointerDiff(CommitId from, CommitId to) throws IOException {
      return branch.pointerDiff(from, to);
    }

    @Override
    public TableLocations locations() {
      return branch.locations();
    }

    @Override
    public boolean isAlone() {
      return branch.isAlone();
    }

    @Override
    public AuditTable audit() {
      return branch.audit();
    }

    @Override
    public UsageTable usage() {
      return branch.usage();
    }

    @Override
    public List<LogFollower> followers() {
      return followers;
    }

    @Override
    public CommitId level() throws IOException {
      return branch.level();
    }

    @Override
    public LogVerification verifyLog(LogEvidence evidence, LongConsumer progress)
        throws IOException {
      return branch.verifyLog(evidence, progress);
    }

    @Override
    public AuditLink logEnd() throws IOException {
      return branch.logEnd();
    }

    @Override
    public void maintain() throws IOException {
      branch.maintain();
    }

    @Override
    public void close() throws IOException {
      branch.close();
    }
  }
}
