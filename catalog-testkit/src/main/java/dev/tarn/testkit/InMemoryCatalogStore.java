package dev.tarn.testkit;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.usage.UsageTable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tenants and branches in memory. Several {@linkplain #open opened} stores of one branch share its
 * log, as several processes share a warehouse.
 */
public final class InMemoryCatalogStore implements CatalogStore {
  static final CommitId EMPTY = new CommitId(0, "00000000");

  private record Appended(Group group, List<PointerChange> pointers) {
    long seq() {
      return group.commit().seq();
    }
  }

  private final Map<Scope, List<Appended>> logs = new ConcurrentHashMap<>();
  private final Map<Scope, InMemoryUsage> usage = new ConcurrentHashMap<>();
  private final Map<Scope, InMemoryAuditTable> audits = new ConcurrentHashMap<>();
  final InMemoryReferences references = new InMemoryReferences();
  private final InMemoryTenants tenants = new InMemoryTenants(references, new Logs());

  /** A store with the tenant {@code default}. */
  public InMemoryCatalogStore() {
    createTenant(TenantId.DEFAULT);
  }

  @Override
  public InMemoryTenants tenantStore() {
    return tenants;
  }

  @Override
  public List<TenantId> tenants() {
    return tenants.list();
  }

  @Override
  public void createTenant(TenantId tenant) {
    tenants.create(tenant, TenantDetails.UNKNOWN);
  }

  /** The logs of tenants' branches begin and end with the tenants. */
  private final class Logs implements InMemoryTenants.Logs {
    @Override
    public void begin(Scope main) {
      logs.put(main, new ArrayList<>());
    }

    @Override
    public CommitId copy(Scope main, Scope source, PointInTime at) {
      CommitId commit = open(source).history(source).resolve(at);
      logs.put(main, new ArrayList<>(appended(source, 0, commit.seq())));
      return commit;
    }

    @Override
    public void end(TenantId tenant) {
      logs.keySet().removeIf(scope -> scope.tenant().equals(tenant));
      usage.keySet().removeIf(scope -> scope.tenant().equals(tenant));
    }
  }

  @Override
  public List<BranchName> branches(TenantId tenant) {
    return references.branches(tenant);
  }

  @Override
  public List<Reference> references(TenantId tenant) {
    return references.all(tenant);
  }

  @Override
  public CommitId createBranch(
      Scope branch, BranchName from, PointInTime at, ReferenceDetails details) {
    Scope source = new Scope(branch.tenant(), from);
    CommitId commit = open(source).history(source).resolve(at);
    references.add(
        branch.tenant(),
        new Reference(branch.branch(), ReferenceKind.BRANCH, from, commit, details));
    logs.put(branch, new ArrayList<>(appended(source, 0, commit.seq())));
    return commit;
  }

  @Override
  public CommitId createTag(
      Scope branch, BranchName tag, PointInTime at, ReferenceDetails details) {
    CommitId commit = open(branch).history(branch).resolve(at);
    references.add(
        branch.tenant(), new Reference(tag, ReferenceKind.TAG, branch.branch(), commit, details));
    return commit;
  }

  @Override
  public Reference describe(
      TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change) {
    return references.describe(tenant, name, change);
  }

  @Override
  public void delete(TenantId tenant, BranchName name, Consumer<Reference> condition) {
    references.delete(tenant, name, condition);
    logs.remove(new Scope(tenant, name));
    usage.remove(new Scope(tenant, name));
  }

  @Override
  public Reference rename(TenantId tenant, BranchName name, BranchName newName) {
    Reference renamed = references.rename(tenant, name, newName);
    if (renamed.kind() == ReferenceKind.BRANCH) {
      logs.put(new Scope(tenant, newName), log(new Scope(tenant, name)));
      logs.remove(new Scope(tenant, name));
    }
    return renamed;
  }

  @Override
  public Optional<BranchName> tagged(TenantId tenant, BranchName tag) {
    return references.tag(tenant, tag).map(Reference::from);
  }

  @Override
  public InMemoryBranch open(Scope scope) {
    if (!logs.containsKey(new Scope(scope.tenant(), BranchName.MAIN))) {
      throw new CatalogException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant");
    }
    if (!logs.containsKey(scope)) {
      throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "there is no such branch");
    }
    return new InMemoryBranch(scope);
  }

  @Override
  public void close() {}

  private List<Appended> log(Scope scope) {
    List<Appended> log = logs.get(scope);
    if (log == null) {
      throw new CatalogException(ErrorCode.BRANCH_NOT_FOUND, "there is no such branch any more");
    }
    return log;
  }

  private List<Appended> appended(Scope scope, long afterSeq, long toSeq) {
    List<Appended> log = log(scope);
    synchronized (log) {
      return log.stream().filter(one -> one.seq() > afterSeq && one.seq() <= toSeq).toList();
    }
  }

  List<Group> groups(Scope scope, long afterSeq, long toSeq) {
    return appended(scope, afterSeq, toSeq).stream().map(Appended::group).toList();
  }

  CommitId head(Scope scope) {
    List<Appended> log = log(scope);
    synchronized (log) {
      return log.isEmpty() ? EMPTY : log.getLast().group().commit();
    }
  }

  private InMemoryPointers pointers(Scope scope, CommitId at) {
    InMemoryPointers pointers = new InMemoryPointers(at);
    appended(scope, 0, at.seq()).forEach(one -> pointers.apply(one.pointers()));
    return pointers;
  }

  /** Returns the branches of a tenant. */
  Stream<Scope> logsOf(TenantId tenant) {
    return logs.keySet().stream().filter(scope -> scope.tenant().equals(tenant));
  }

  private InMemoryPointers pointersOfTenant(TenantId tenant, CommitId at) {
    Scope of =
        logsOf(tenant)
            .filter(
                scope ->
                    at.seq() == 0
                        || groups(scope, 0, at.seq()).stream()
                            .anyMatch(group -> group.commit().equals(at)))
            .findFirst()
            .orElseThrow(
                () -> new CatalogException(ErrorCode.COMMIT_NOT_FOUND, "no branch has " + at));
    return pointers(of, at);
  }

  /** One branch. */
  public final class InMemoryBranch implements BranchStore {
    private final Scope scope;

    private InMemoryBranch(Scope scope) {
      this.scope = scope;
    }

    @Override
    public ChangeLog log() {
      return new InMemoryLog(scope);
    }

    @Override
    public HistoryReader history() {
      return history(scope);
    }

    @Override
    public StateSource state() {
      return InMemorySource.of(groups(scope, 0, Long.MAX_VALUE));
    }

    @Override
    public StateSource stateAt(CommitId commit) {
      CommitId own = history(scope).resolve(new PointInTime.AtCommit(commit));
      return InMemorySource.of(groups(scope, 0, own.seq()));
    }

    @Override
    public PointerSnapshot pointers() {
      return InMemoryCatalogStore.this.pointers(scope, head(scope));
    }

    @Override
    public PointerSnapshot pointersAt(CommitId commit) {
      return InMemoryCatalogStore.this.pointers(
          scope, history(scope).resolve(new PointInTime.AtCommit(commit)));
    }

    @Override
    public List<PointerDiff> pointerDiff(CommitId from, CommitId to) {
      return pointersOfTenant(scope.tenant(), from).diff(pointersOfTenant(scope.tenant(), to));
    }

    private InMemoryHistory history(Scope of) {
      return new InMemoryHistory(InMemoryCatalogStore.this, of);
    }

    @Override
    public TableLocations locations() {
      return new TableLocations(
          List.of("memory:///" + scope.tenant()), List.of(), List.of("memory://"), false);
    }

    @Override
    public AuditTable audit() {
      return audits.computeIfAbsent(scope, of -> new InMemoryAuditTable());
    }

    @Override
    public UsageTable usage() {
      return usage.computeIfAbsent(scope, of -> new InMemoryUsage());
    }

    @Override
    public List<LogFollower> followers() {
      return List.of();
    }

    @Override
    public LogVerification verifyLog(LogEvidence evidence, LongConsumer progress) {
      return new LogVerification(head(scope).seq(), 0, null, null);
    }

    @Override
    public AuditLink logEnd() {
      return new AuditLink(head(scope).seq(), "");
    }

    @Override
    public void maintain() {}

    @Override
    public void close() {}
  }

  private final class InMemoryLog implements ChangeLog {
    private final Scope scope;

    private InMemoryLog(Scope scope) {
      this.scope = scope;
    }

    @Override
    public Scope scope() {
      return scope;
    }

    @Override
    public CommitId head() {
      return InMemoryCatalogStore.this.head(scope);
    }

    @Override
    public AppendOutcome append(
        CommitId expected, String groupId, List<LogEntry> entries, List<PointerChange> pointers) {
      List<Appended> log = InMemoryCatalogStore.this.log(scope);
      synchronized (log) {
        CommitId head = InMemoryCatalogStore.this.head(scope);
        if (head.seq() != expected.seq()
            || !InMemoryCatalogStore.this.pointers(scope, head).hold(pointers)) {
          return new AppendOutcome.Conflict();
        }
        long last = entries.getLast().seq();
        CommitId commit =
            new CommitId(
                last,
                HexFormat.of().toHexDigits((last + groupId.hashCode()) * 0x9E3779B97F4A7C15L));
        log.add(new Appended(new Group(commit, groupId, entries), List.copyOf(pointers)));
        return new AppendOutcome.Committed(commit);
      }
    }

    @Override
    public CommitId read(long afterSeq, int maxEntries, Consumer<Group> consumer) {
      CommitId reached = new CommitId(afterSeq, EMPTY.hash());
      int count = 0;
      for (Group group : groups(scope, afterSeq, Long.MAX_VALUE)) {
        if (count >= maxEntries) {
          break;
        }
        List<LogEntry> entries =
            group.entries().stream().filter(entry -> entry.seq() > afterSeq).toList();
        consumer.accept(new Group(group.commit(), group.groupId(), entries));
        reached = group.commit();
        count += entries.size();
      }
      return reached;
    }

    @Override
    public void close() {}
  }
}
