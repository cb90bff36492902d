package dev.tarn.core.catalog;

import dev.tarn.core.access.RestrictedHistory;
import dev.tarn.core.access.WriteRule;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.AccessObserver;
import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.type.TypeRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of a process: tenants, branches, writes and reads. Thread safe. Every method first
 * asks the policy and throws {@code permission-denied} if it refuses; methods that name a branch
 * throw {@code tenant-not-found} or {@code branch-not-found}.
 */
public final class Catalog implements AutoCloseable {
  private final CatalogStore store;
  private final Policy policy;
  private final AccessObserver access;
  private final CatalogMerges merges;
  private final Clock clock;
  private final OpenBranches open;
  private final KeptBranchRules rules;
  private final CatalogReviews reviews;
  private final CatalogReferences references;
  private final ReferenceExpiry expiry;
  private final CatalogMaintenance maintenance;
  private final CatalogPrivacy privacy;
  private final TenantGate gate;
  private final CatalogQuotas quotas;
  private final CatalogTenants tenants;

  /**
   * @param store closed with this catalog
   */
  public Catalog(
      CatalogStore store,
      StateIndexes indexes,
      Policy policy,
      CatalogSettings settings,
      Clock clock,
      CommitObserver observer) {
    this(store, indexes, policy, AccessObserver.NONE, settings, clock, observer);
  }

  /**
   * @param store closed with this catalog
   * @param access hears of every decision
   */
  public Catalog(
      CatalogStore store,
      StateIndexes indexes,
      Policy policy,
      AccessObserver access,
      CatalogSettings settings,
      Clock clock,
      CommitObserver observer) {
    this.store = store;
    this.policy = policy;
    this.access = access;
    this.clock = clock;
    this.open = new OpenBranches(store, indexes, settings, clock, observer);
    this.gate = new TenantGate(store.tenantStore(), policy, clock);
    this.quotas = new CatalogQuotas(this, open, store.tenantStore(), gate);
    this.tenants = new CatalogTenants(this, open, store.tenantStore(), indexes, gate);
    DiffChecks checks = DiffChecks.load();
    this.rules = new KeptBranchRules(store, checks, clock);
    this.merges = new CatalogMerges(this, rules);
    this.reviews = new CatalogReviews(this, store, rules, checks);
    this.references = new CatalogReferences(this, open, store, indexes, rules);
    this.expiry = ReferenceExpiry.start(references, settings.maintenanceInterval());
    this.maintenance = new CatalogMaintenance(this, store);
    this.privacy = new CatalogPrivacy(this, store);
  }

  /** Returns the tenants, sorted. */
  public List<TenantId> tenants(Principal principal) throws IOException {
    check(principal, Scope.DEFAULT, Action.MANAGE_TENANTS);
    return store.tenants();
  }

  /**
   * Creates a tenant with an empty main branch.
   *
   * @throws CatalogException {@code tenant-exists}
   */
  public void createTenant(Principal principal, TenantId tenant) throws IOException {
    var unused = tenants.create(principal, tenant, TenantQuotas.NONE);
  }

  /** Returns what reads and verifies audits. */
  public CatalogAudit audit() {
    return new CatalogAudit(this, open, store.tenantStore());
  }

  /** Returns what looks after the indexes of branches. */
  public CatalogIndexes indexes() {
    return new CatalogIndexes(this);
  }

  /** Returns what tenants take, and what they may. */
  public CatalogQuotas quotas() {
    return quotas;
  }

  /** Returns what makes, changes and deletes tenants. */
  public CatalogTenants tenantOperations() {
    return tenants;
  }

  /** Returns the branches of a tenant, sorted. */
  public List<BranchName> branches(Principal principal, TenantId tenant) throws IOException {
    check(principal, new Scope(tenant, BranchName.MAIN), Action.READ_STATUS);
    return store.branches(tenant);
  }

  /** Returns what makes, changes and deletes branches and tags. */
  public CatalogReferences references() {
    return references;
  }

  /** Returns what collects the garbage that deleted branches leave. */
  public CatalogMaintenance maintenance() {
    return maintenance;
  }

  /** Returns what finds what is held of a person. */
  public CatalogPrivacy privacy() {
    return privacy;
  }

  /** Returns the newest commit of a branch that this process knows. */
  public CommitId head(Principal principal, Scope scope) throws IOException {
    check(principal, scope, Action.READ_STATUS);
    return branch(scope).tail().head();
  }

  /** Returns what reads the users' tables, views and namespaces. */
  public CatalogTables tables() {
    return new CatalogTables(this, store);
  }

  /**
   * Queues changes; the future completes when they are durable or refused.
   *
   * @throws CatalogException {@code branch-protected}, {@code quota-exceeded} for storage and
   *     {@code queue-full} at once; through the future {@code commit-outcome-unknown}, {@code
   *     storage-unavailable} and {@code shutting-down}
   */
  public CompletableFuture<SubmissionResult> submit(Scope scope, Submission submission)
      throws IOException {
    // First the policy: what a branch asks for is not for those who may not even know it.
    WriteRule rule = ruleFor(scope, submission);
    rules.checkWrite(submission.context().principal(), scope);
    return submit(scope, submission, rule);
  }

  /** Queues changes that the rules of the branch let pass, as {@link #submit} does. */
  CompletableFuture<SubmissionResult> submitReviewed(Scope scope, Submission submission)
      throws IOException {
    return submit(scope, submission, ruleFor(scope, submission));
  }

  private CompletableFuture<SubmissionResult> submit(
      Scope scope, Submission submission, WriteRule rule) throws IOException {
    quotas.checkStorage(scope.tenant(), submission);
    OpenBranch branch = branch(scope);
    Long maxAssets = quotas.of(scope.tenant()).map(TenantQuotas::maxAssets).orElse(null);
    if (maxAssets != null) {
      return branch
          .committer()
          .submit(submission.under(branch.assetQuota().within(maxAssets, rule)));
    }
    return branch.committer().submit(rule.allowsAll() ? submission : submission.under(rule));
  }

  private WriteRule ruleFor(Scope scope, Submission submission) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (Change change : submission.changes()) {
      boolean definesType =
          change instanceof Change.DefineAssetType
              || change instanceof Change.DefineRelationshipType;
      actions.add(definesType ? Action.WRITE_TYPES : Action.WRITE_ASSETS);
    }
    if (!submission.pointers().isEmpty()) {
      actions.add(Action.WRITE_TABLES);
    }
    Principal principal = submission.context().principal();
    AssetAccess written = AssetAccess.ALL;
    for (Action action : actions) {
      AssetAccess access = check(principal, scope, action);
      // A table's commit writes what its metadata says of its asset: the table's permission counts.
      written = action == Action.WRITE_TYPES ? written : access;
    }
    return new WriteRule(
        check(principal, scope, Action.READ_ASSETS),
        written,
        allows(principal, scope, Action.MANAGE_ACCESS));
  }

  /**
   * Returns a view of the current state; the caller closes it.
   *
   * @param atLeast waits, for a bounded time, until the view reflects this commit
   * @throws CatalogException {@code commit-not-reached}
   */
  public StateSnapshot read(Principal principal, Scope scope, @Nullable CommitId atLeast)
      throws IOException {
    AssetAccess access = check(principal, scope, Action.READ_ASSETS);
    return branch(scope).read(atLeast == null ? 0 : atLeast.seq()).restrictedTo(access);
  }

  /**
   * Returns a view of the state at exactly a commit of the branch, if one only has to be opened;
   * the caller closes it. It answers everything that a view of the present does.
   */
  public Optional<StateSnapshot> readAtHand(Principal principal, Scope scope, CommitId commit)
      throws IOException {
    AssetAccess access = check(principal, scope, Action.READ_ASSETS);
    return branch(scope).snapshotAtHand(commit).map(view -> view.restrictedTo(access));
  }

  /**
   * Returns a view of the state at exactly a commit of the branch, which is made if need be; the
   * caller closes it.
   *
   * @throws CatalogException {@code search-not-available} if no index is near enough
   */
  public StateSnapshot readAt(Principal principal, Scope scope, CommitId commit)
      throws IOException {
    AssetAccess access = check(principal, scope, Action.READ_ASSETS);
    return branch(scope).snapshotAt(commit).restrictedTo(access);
  }

  /** Returns the reader of a branch's past. */
  public HistoryReader history(Principal principal, Scope scope) throws IOException {
    AssetAccess access = check(principal, scope, Action.READ_ASSETS);
    HistoryReader past = branch(scope).store().history();
    return access.isWhole() ? past : new RestrictedHistory(past, access);
  }

  /** Returns what compares points of a tenant's history. */
  public CatalogDiffs diffs() {
    return new CatalogDiffs(this);
  }

  /** Returns what merges branches, and takes commits back. */
  public CatalogMerges merges() {
    return merges;
  }

  /** Returns what keeps change requests. */
  public CatalogReviews reviews() {
    return reviews;
  }

  /** Returns what says who may do what. */
  public CatalogAccess access() {
    return new CatalogAccess(this, policy);
  }

  /** Returns the types of a branch. */
  public TypeRegistry types(Principal principal, Scope scope, @Nullable CommitId atLeast)
      throws IOException {
    check(principal, scope, Action.READ_TYPES);
    try (StateSnapshot snapshot = branch(scope).read(atLeast == null ? 0 : atLeast.seq())) {
      return TypeRegistry.builtIn().with(snapshot.assetTypes(), snapshot.relationshipTypes());
    }
  }

  /** Returns the feed of a branch's changes. */
  public CatalogChanges changes(Principal principal, Scope scope) throws IOException {
    check(principal, scope, Action.READ_CHANGES);
    return new CatalogChanges(this, principal, scope, branch(scope).tail());
  }

  /** Asks the policy whether an ingestion may run. */
  public void checkIngestion(Principal principal, Scope scope) throws IOException {
    check(principal, scope, Action.RUN_INGESTION);
    branch(scope);
  }

  /** Returns how a branch and its stores are. */
  public BranchStatus status(Principal principal, Scope scope) throws IOException {
    check(principal, scope, Action.READ_STATUS);
    BranchStatus status = branch(scope).status();
    boolean seesAll =
        policy.decide(new AccessRequest(principal, scope, Action.READ_ASSETS))
                instanceof Decision.Allow(var seen)
            && seen.isWhole();
    return seesAll ? status : status.withoutCounts();
  }

  /** Returns how the branches that are open in this process are, sorted; for metrics and health. */
  public List<BranchStatus> openBranches(Principal principal) throws IOException {
    List<BranchStatus> all = new ArrayList<>();
    for (Map.Entry<Scope, OpenBranch> entry : open.now().entrySet()) {
      check(principal, entry.getKey(), Action.READ_STATUS);
      all.add(entry.getValue().status());
    }
    all.sort(Comparator.comparing(status -> status.scope().toString()));
    return all;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Asks the policy, for what is not in the catalog itself.
   *
   * @return which assets it may concern
   * @throws CatalogException {@code permission-denied}, or {@code tenant-not-found} where the
   *     principal may not even learn that there is one
   */
  public AssetAccess check(Principal principal, Scope scope, Action action) {
    AssetAccess allowed = checkClosed(principal, scope, action);
    gate.check(principal, scope);
    return allowed;
  }

  /** Asks the policy for what is answered while the tenant is closed, too. */
  AssetAccess checkClosed(Principal principal, Scope scope, Action action) {
    AccessRequest request = new AccessRequest(principal, scope, action);
    Decision decision = policy.decide(request);
    access.decided(request, decision);
    return switch (decision) {
      case Decision.Allow(var allowed) -> allowed;
      case Decision.Deny(var reason, var conceals) when conceals ->
          throw new CatalogException(ErrorCode.TENANT_NOT_FOUND, "no tenant " + scope.tenant());
      case Decision.Deny(var reason, var conceals) ->
          throw new CatalogException(ErrorCode.PERMISSION_DENIED, reason);
    };
  }

  /**
   * Asks the policy for what cannot be done with a part of the assets.
   *
   * @throws CatalogException {@code permission-denied} also where some are hidden
   */
  public void checkWhole(Principal principal, Scope scope, Action action) {
    if (!check(principal, scope, action).isWhole()) {
      throw new CatalogException(
          ErrorCode.PERMISSION_DENIED,
          "this needs the permission " + action.code() + " for all assets");
    }
  }

  /** Returns whether the policy would let something happen; nobody hears of the question. */
  public boolean allows(Principal principal, Scope scope, Action action) {
    return policy.decide(new AccessRequest(principal, scope, action)) instanceof Decision.Allow;
  }

  /** As {@link #allows}, with all assets. */
  public boolean allowsWhole(Principal principal, Scope scope, Action action) {
    return policy.decide(new AccessRequest(principal, scope, action))
            instanceof Decision.Allow(var allowed)
        && allowed.isWhole();
  }

  OpenBranch branch(Scope scope) throws IOException {
    tenants.closeOutdated(scope);
    return open.branch(scope);
  }

  /** Commits what is queued, then closes every branch and the store. */
  @Override
  public void close() throws IOException {
    try (Closing closing = new Closing()) {
      closing.add(store);
      closing.add(open);
      closing.add(expiry);
      closing.add(maintenance);
      closing.add(privacy);
    }
  }
}
