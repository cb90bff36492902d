package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The collections of garbage of this process, one at a time and tenant. Asks the policy, as {@link
 * Catalog} does. Thread safe.
 */
public final class CatalogMaintenance implements AutoCloseable {
  private static final BackgroundRuns.Kind GARBAGE =
      new BackgroundRuns.Kind(
          "garbage",
          ErrorCode.MAINTENANCE_BUSY,
          ErrorCode.MAINTENANCE_RUN_NOT_FOUND,
          "A collection of garbage failed; what it did not come to is left");

  private final Catalog catalog;
  private final CatalogStore store;
  private final TenantRuns<GarbageRun> runs = new TenantRuns<>(GARBAGE);

  CatalogMaintenance(Catalog catalog, CatalogStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /**
   * Begins to collect what deleted branches of a tenant have left.
   *
   * @param age for how long they have been deleted at least
   * @throws CatalogException {@code maintenance-busy} if a run is under way; {@code quota-exceeded}
   */
  public GarbageRunReport collectGarbage(
      Principal principal, TenantId tenant, Duration age, GarbageRequest.Mode mode)
      throws IOException {
    check(principal, tenant, Action.MANAGE_STORAGE);
    // The tenant is there, or the run would not be where it is looked for.
    var unused = store.references(tenant);
    Instant now = catalog.clock().instant();
    GarbageRequest request = new GarbageRequest(now.minus(age), mode);
    return runs.of(tenant)
        .start(
            catalog.quotas().beginTask(tenant),
            () -> new GarbageRun(UUID.randomUUID().toString(), request, catalog.clock()),
            run -> run.succeeded(store.collectGarbage(tenant, request, run)))
        .report();
  }

  /** Returns the runs that are remembered, the newest first. */
  public List<GarbageRunReport> runs(Principal principal, TenantId tenant) {
    check(principal, tenant, Action.READ_STATUS);
    return runs.of(tenant).all().stream().map(GarbageRun::report).toList();
  }

  /**
   * Returns a run.
   *
   * @throws CatalogException {@code maintenance-run-not-found}
   */
  public GarbageRunReport run(Principal principal, TenantId tenant, String id) {
    check(principal, tenant, Action.READ_STATUS);
    return runs.of(tenant).find(id).report();
  }

  /**
   * Asks a run to end.
   *
   * @throws CatalogException {@code maintenance-run-not-found}
   */
  public GarbageRunReport cancel(Principal principal, TenantId tenant, String id) {
    check(principal, tenant, Action.MANAGE_STORAGE);
    GarbageRun run = runs.of(tenant).find(id);
    run.cancel();
    return run.report();
  }

  private void check(Principal principal, TenantId tenant, Action action) {
    catalog.check(principal, new Scope(tenant, BranchName.MAIN), action);
  }

  /** Ends what is under way, and waits for it. */
  @Override
  public void close() {
    runs.close();
  }
}
