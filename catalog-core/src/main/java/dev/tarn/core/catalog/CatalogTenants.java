package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.RestoreRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.NewTenant;
import dev.tarn.core.tenant.StorageName;
import dev.tarn.core.tenant.Tenant;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.tenant.TenantRemoval;
import dev.tarn.core.tenant.TenantStatus;
import dev.tarn.core.tenant.TenantStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, changes and deletes tenants. Asks the policy, as {@link Catalog} does. Thread safe. */
public final class CatalogTenants {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogTenants.class);

  private final Catalog catalog;
  private final OpenBranches open;
  private final TenantStore store;
  private final StateIndexes indexes;
  private final TenantGate gate;

  /** Tenants whose branches were closed since they were suspended. */
  private final Set<TenantId> closed = new HashSet<>();

  CatalogTenants(
      Catalog catalog,
      OpenBranches open,
      TenantStore store,
      StateIndexes indexes,
      TenantGate gate) {
    this.catalog = catalog;
    this.open = open;
    this.store = store;
    this.indexes = indexes;
    this.gate = gate;
  }

  private void manage(Principal principal, TenantId tenant) {
    catalog.check(principal, main(tenant), Action.MANAGE_TENANTS);
  }

  private static Scope main(TenantId tenant) {
    return new Scope(tenant, BranchName.MAIN);
  }

  /** Returns the tenants, sorted. */
  public List<Tenant> list(Principal principal) throws IOException {
    catalog.check(principal, Scope.DEFAULT, Action.MANAGE_TENANTS);
    List<Tenant> tenants = new ArrayList<>();
    for (TenantId tenant : store.list()) {
      try {
        tenants.add(store.tenant(tenant));
      } catch (CatalogException e) {
        // It was deleted while the others were read.
        LOG.atDebug().setMessage("A tenant is gone").addKeyValue("tenant", tenant).log();
      }
    }
    return tenants;
  }

  /** Returns what is known of a tenant. */
  public Tenant tenant(Principal principal, TenantId tenant) throws IOException {
    catalog.check(principal, main(tenant), Action.READ_STATUS);
    return store.tenant(tenant);
  }

  /**
   * Creates a tenant with an empty main branch.
   *
   * @throws CatalogException {@code tenant-exists}
   */
  public Tenant create(Principal principal, TenantId tenant, TenantQuotas quotas)
      throws IOException {
    return create(principal, new NewTenant(tenant, quotas, null));
  }

  /**
   * Creates a tenant with an empty main branch.
   *
   * @throws CatalogException {@code tenant-exists}; {@code invalid-request} if this server does not
   *     have its storage
   */
  public Tenant create(Principal principal, NewTenant wanted) throws IOException {
    TenantId tenant = wanted.id();
    manage(principal, tenant);
    store.create(tenant, details(principal, wanted, StorageName.DEFAULT));
    gate.forget(tenant);
    return store.tenant(tenant);
  }

  private TenantDetails details(Principal principal, NewTenant wanted, StorageName otherwise) {
    return TenantDetails.madeBy(principal.actor(), catalog.clock().instant())
        .withQuotas(wanted.quotas())
        .withStorage(wanted.storage() == null ? otherwise : wanted.storage());
  }

  /**
   * Creates a tenant that begins with what another one has, without copying it; from then on they
   * have nothing to do with each other. What it began with is read from the source's storage.
   *
   * @param at a point of the source's main branch
   * @return the commit that the clone begins with
   * @throws CatalogException {@code tenant-not-found}, {@code tenant-exists}, {@code
   *     commit-not-found}; {@code invalid-request} if this server does not have its storage
   */
  public CommitId cloneTenant(
      Principal principal, TenantId source, NewTenant wanted, PointInTime at) throws IOException {
    TenantId clone = wanted.id();
    manage(principal, source);
    manage(principal, clone);
    CatalogReferences references = catalog.references();
    // Before the clone is there: so an index is kept that has nothing that the clone has not.
    references.forIndex(main(source), OpenBranch::keep);
    StorageName storage = store.tenant(source).details().storage();
    CommitId commit = store.cloneTenant(source, clone, at, details(principal, wanted, storage));
    gate.forget(clone);
    references.forIndex(main(source), origin -> origin.forkIndex(main(clone), commit));
    return commit;
  }

  /**
   * Suspends a tenant: from now on it answers to operators only, and what follows its log ends.
   *
   * @throws CatalogException {@code tenant-not-found}
   */
  public Tenant suspend(Principal principal, TenantId tenant) throws IOException {
    Tenant suspended = change(principal, tenant, known -> status(known, TenantStatus.SUSPENDED));
    close(tenant);
    return suspended;
  }

  /** Has a tenant answer again. */
  public Tenant resume(Principal principal, TenantId tenant) throws IOException {
    return change(principal, tenant, known -> status(known, TenantStatus.ACTIVE));
  }

  private static TenantDetails status(TenantDetails known, TenantStatus status) {
    if (known.status() == TenantStatus.REWRITING) {
      throw TenantGate.closed();
    }
    if (known.status() == TenantStatus.DELETING) {
      throw new CatalogException(
          ErrorCode.TENANT_NOT_SUSPENDED, "the deletion of the tenant has begun; end it");
    }
    return known.withStatus(status);
  }

  /** Gives a tenant other quotas. */
  public Tenant limit(Principal principal, TenantId tenant, UnaryOperator<TenantQuotas> quotas)
      throws IOException {
    return change(principal, tenant, known -> known.withQuotas(quotas.apply(known.quotas())));
  }

  private Tenant change(Principal principal, TenantId tenant, UnaryOperator<TenantDetails> change)
      throws IOException {
    manage(principal, tenant);
    try {
      return store.describe(tenant, change);
    } finally {
      gate.forget(tenant);
    }
  }

  /**
   * Makes a tenant's main branch what it was at a commit, in a new one: what was done since stays
   * in the history.
   *
   * @throws CatalogException {@code commit-not-found}, {@code merge-too-large}
   */
  public MergeOutcome restore(TenantId tenant, RestoreRequest request) throws IOException {
    manage(request.context().principal(), tenant);
    return catalog.merges().restore(tenant, request);
  }

  /**
   * Deletes a tenant that is suspended, with everything that it alone needs.
   *
   * @param confirmation the tenant's name, again
   * @throws CatalogException {@code tenant-not-found}, {@code tenant-not-suspended}, {@code
   *     invalid-request} if the name is another one
   */
  public TenantRemoval delete(
      Principal principal, TenantId tenant, String confirmation, GarbageProgress progress)
      throws IOException {
    manage(principal, tenant);
    TenantStatus status = store.tenant(tenant).details().status();
    if (!confirmation.equals(tenant.value())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "confirm", "repeat the tenant's name to have it deleted");
    }
    if (status == TenantStatus.REWRITING) {
      throw TenantGate.closed();
    }
    if (status == TenantStatus.ACTIVE) {
      throw new CatalogException(
          ErrorCode.TENANT_NOT_SUSPENDED, "only a tenant that is suspended is deleted");
    }
    close(tenant);
    try {
      indexes.removeTenant(tenant);
      TenantRemoval removal = store.delete(tenant, progress);
      LOG.atInfo()
          .setMessage("A tenant is deleted")
          .addKeyValue("tenant", tenant)
          .addKeyValue("files", removal.files())
          .addKeyValue("keptFiles", removal.keptFiles())
          .addKeyValue("remains", removal.remains().size())
          .log();
      return removal;
    } finally {
      gate.forget(tenant);
      catalog.quotas().forget(tenant);
    }
  }

  /**
   * Closes a tenant to everybody, on all servers, so that its files can be rewritten. To do it
   * again does nothing.
   *
   * @param epoch from which on what was made from the files before is not used
   */
  void beginRewriting(TenantId tenant, long epoch) throws IOException {
    try {
      var unused =
          store.describe(
              tenant, known -> known.withStatus(TenantStatus.REWRITING).withEpoch(epoch));
    } finally {
      gate.forget(tenant);
    }
    close(tenant);
  }

  /**
   * Discards what was made from the files, and opens a tenant again.
   *
   * @param status that it had before
   */
  void endRewriting(TenantId tenant, TenantStatus status) throws IOException {
    indexes.begin(tenant, store.tenant(tenant).details().epoch());
    try {
      var unused = store.describe(tenant, known -> known.withStatus(status));
    } finally {
      gate.forget(tenant);
    }
  }

  /** Closes the branches of a tenant that were opened before its files were rewritten. */
  void closeOutdated(Scope scope) throws IOException {
    Optional<Long> epoch = gate.details(scope.tenant()).map(TenantDetails::epoch);
    if (epoch.isPresent() && open.isOlder(scope, epoch.get())) {
      close(scope.tenant());
    }
  }

  /** Closes, once, the branches of tenants that another process has suspended or deleted. */
  void closeSuspended() throws IOException {
    Set<TenantId> tenants = new HashSet<>();
    open.now().keySet().forEach(scope -> tenants.add(scope.tenant()));
    for (TenantId tenant : tenants) {
      boolean isClosed;
      synchronized (closed) {
        isClosed = closed.contains(tenant);
      }
      closeOutdated(main(tenant));
      if (gate.isOpen(tenant)) {
        synchronized (closed) {
          closed.remove(tenant);
        }
      } else if (!isClosed) {
        close(tenant);
      }
    }
  }

  private void close(TenantId tenant) throws IOException {
    synchronized (closed) {
      closed.add(tenant);
    }
    for (Scope scope : open.now().keySet()) {
      if (scope.tenant().equals(tenant)) {
        open.whileClosed(scope, () -> {});
      }
    }
  }
}
