package dev.tarn.server.crash;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.catalog.StateIndexes;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.table.PointerChange;
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

/** Stores that pass everything on, and tell the {@link Killer} which step they are at. */
final class CrashingStores {
  private final Killer killer;

  CrashingStores(Killer killer) {
    this.killer = killer;
  }

  CatalogStore wrap(CatalogStore store) {
    return new CatalogStore() {
      @Override
      public TenantStore tenantStore() {
        return store.tenantStore();
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
          Scope branch, BranchName from, PointInTime at, ReferenceDetails details)
          throws IOException {
        return store.createBranch(branch, from, at, details);
      }

      @Override
      public CommitId createTag(
          Scope branch, BranchName tag, PointInTime at, ReferenceDetails details)
          throws IOException {
        return store.createTag(branch, tag, at, details);
      }

      @Override
      public Reference describe(
          TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change)
          throws IOException {
        return store.describe(tenant, name, change);
      }

      @Override
      public void delete(TenantId tenant, BranchName name, Consumer<Reference> condition)
          throws IOException {
        store.delete(tenant, name, condition);
      }

      @Override
      public Reference rename(TenantId tenant, BranchName name, BranchName newName)
          throws IOException {
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
        return wrap(store.open(scope));
      }

      @Override
      public void close() throws IOException {
        store.close();
      }
    };
  }

  StateIndexes wrap(StateIndexes indexes) {
    return new StateIndexes() {
      @Override
      public StateIndex open(Scope scope) throws IOException {
        return wrap(indexes.open(scope));
      }

      @Override
      public StateIndex build(Scope scope, StateSource source, BuildProgress progress)
          throws IOException {
        return indexes.build(scope, source, progress);
      }

      @Override
      public void adopt(Scope scope, StateIndex built) throws IOException {
        indexes.adopt(scope, built);
      }

      @Override
      public void discard(Scope scope) throws IOException {
        indexes.discard(scope);
      }

      @Override
      public boolean fork(Scope scope, ChangeLog log, long maxSeq) throws IOException {
        return indexes.fork(scope, log, maxSeq);
      }

      @Override
      public void keep(Scope scope) throws IOException {
        indexes.keep(scope);
      }

      @Override
      public void maintain(Scope scope) throws IOException {
        indexes.maintain(scope);
      }
    };
  }

  private BranchStore wrap(BranchStore store) {
    ChangeLog log = wrap(store.log());
    List<LogFollower> followers = store.followers().stream().map(this::wrap).toList();
    return new BranchStore() {
      @Override
      public ChangeLog log() {
        return log;
      }

      @Override
      public HistoryReader history() {
        return store.history();
      }

      @Override
      public StateSource state() throws IOException {
        return store.state();
      }

      @Override
      public StateSource stateAt(CommitId commit) throws IOException {
        return store.stateAt(commit);
      }

      @Override
      public PointerSnapshot pointers() throws IOException {
        return store.pointers();
      }

      @Override
      public PointerSnapshot pointersAt(CommitId commit) throws IOException {
        return store.pointersAt(commit);
      }

      @Override
      public List<PointerDiff> pointerDiff(CommitId from, CommitId to) throws IOException {
        return store.pointerDiff(from, to);
      }

      @Override
      public TableLocations locations() {
        return store.locations();
      }

      @Override
      public boolean isAlone() {
        return store.isAlone();
      }

      @Override
      public AuditTable audit() {
        return store.audit();
      }

      @Override
      public UsageTable usage() {
        return store.usage();
      }

      @Override
      public List<LogFollower> followers() {
        return followers;
      }

      @Override
      public CommitId level() throws IOException {
        return store.level();
      }

      @Override
      public LogVerification verifyLog(LogEvidence evidence, LongConsumer progress)
          throws IOException {
        return store.verifyLog(evidence, progress);
      }

      @Override
      public AuditLink logEnd() throws IOException {
        return store.logEnd();
      }

      @Override
      public void maintain() throws IOException {
        killer.at(CrashPoint.BEFORE_MAINTENANCE);
        store.maintain();
        killer.at(CrashPoint.AFTER_MAINTENANCE);
      }

      @Override
      public void close() throws IOException {
        store.close();
      }
    };
  }

  private ChangeLog wrap(ChangeLog log) {
    return new ChangeLog() {
      @Override
      public Scope scope() {
        return log.scope();
      }

      @Override
      public CommitId head() throws IOException {
        return log.head();
      }

      @Override
      public AppendOutcome append(
          CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers)
          throws IOException {
        killer.at(CrashPoint.BEFORE_APPEND);
        AppendOutcome outcome = log.append(expected, groupId, entries, pointers);
        killer.at(CrashPoint.AFTER_APPEND);
        return outcome;
      }

      @Override
      public CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer)
          throws IOException {
        return log.read(afterSeq, maxEntries, consumer);
      }

      @Override
      public void close() {
        log.close();
      }
    };
  }

  private LogFollower wrap(LogFollower follower) {
    return new LogFollower() {
      @Override
      public String name() {
        return follower.name();
      }

      @Override
      public CommitId applied() {
        return follower.applied();
      }

      @Override
      public CommitId durable() {
        return follower.durable();
      }

      @Override
      public void apply(List<Group> groups) throws IOException {
        killer.at(CrashPoint.BEFORE_TABLES);
        follower.apply(groups);
        killer.at(CrashPoint.AFTER_TABLES);
      }
    };
  }

  private StateIndex wrap(StateIndex index) {
    return new StateIndex() {
      @Override
      public String name() {
        return index.name();
      }

      @Override
      public CommitId applied() {
        return index.applied();
      }

      @Override
      public CommitId durable() {
        return index.durable();
      }

      @Override
      public void apply(List<Group> groups) throws IOException {
        killer.at(CrashPoint.BEFORE_INDEX);
        index.apply(groups);
        killer.at(CrashPoint.AFTER_INDEX);
      }

      @Override
      public String appliedGroupId() {
        return index.appliedGroupId();
      }

      @Override
      public StateSnapshot acquire() throws IOException {
        return index.acquire();
      }

      @Override
      public void flush() throws IOException {
        index.flush();
      }

      @Override
      public void close() throws IOException {
        index.close();
      }
    };
  }
}
