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
import dev.tarn.core.tenant.TaskPermit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections of garbage of this process, one at a time and tenant. Asks the policy, as {@link
 * Catalog} does. Thread safe.
 */
public final class CatalogMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogMaintenance.class);
  private static final int MAX_KEPT_RUNS = 20;

  private final Catalog catalog;
  private final CatalogStore store;

  // Guarded by this.
  private final Map<TenantId, Deque<GarbageRun>> runs = new HashMap<>();
  private final List<Thread> working = new ArrayList<>();
  private boolean closed;

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
    TaskPermit permit = catalog.quotas().beginTask(tenant);
    boolean started = false;
    try {
      GarbageRunReport report = start(tenant, new GarbageRequest(now.minus(age), mode), permit);
      started = true;
      return report;
    } finally {
      if (!started) {
        permit.close();
      }
    }
  }

  private synchronized GarbageRunReport start(
      TenantId tenant, GarbageRequest request, TaskPermit permit) {
    if (closed) {
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
    }
    Deque<GarbageRun> known = runs.computeIfAbsent(tenant, key -> new ArrayDeque<>());
    GarbageRun last = known.peekFirst();
    if (last != null && last.isRunning()) {
      throw new CatalogException(
          ErrorCode.MAINTENANCE_BUSY, "the run " + last.id() + " is under way");
    }
    GarbageRun run = new GarbageRun(UUID.randomUUID().toString(), request, catalog.clock());
    known.addFirst(run);
    while (known.size() > MAX_KEPT_RUNS) {
      known.removeLast();
    }
    working.removeIf(thread -> !thread.isAlive());
    working.add(
        Thread.ofPlatform()
            .name("tarn-garbage-" + tenant)
            .daemon()
            .start(() -> work(tenant, run, permit)));
    return run.report();
  }

  private void work(TenantId tenant, GarbageRun run, TaskPermit permit) {
    CatalogException failure = new CatalogException(ErrorCode.INTERNAL_ERROR, "the run failed");
    try {
      run.succeeded(store.collectGarbage(tenant, run.request(), run));
      LOG.atInfo()
          .setMessage("Garbage is collected")
          .addKeyValue("tenant", tenant)
          .addKeyValue("mode", run.request().mode())
          .addKeyValue("found", run.report().found())
          .log();
      return;
    } catch (BackgroundRun.CancelledException e) {
      run.ended(e);
      return;
    } catch (CatalogException e) {
      failure = e;
    } catch (IOException e) {
      failure = new CatalogException(ErrorCode.STORAGE_UNAVAILABLE, "reading or writing failed", e);
    } finally {
      permit.close();
      if (run.isRunning()) {
        run.failed(failure);
      }
    }
    LOG.atWarn()
        .setMessage("A collection of garbage failed; what it did not come to is left")
        .addKeyValue("tenant", tenant)
        .setCause(failure)
        .log();
  }

  /** Returns the runs that are remembered, the newest first. */
  public List<GarbageRunReport> runs(Principal principal, TenantId tenant) {
    check(principal, tenant, Action.READ_STATUS);
    synchronized (this) {
      return runs.getOrDefault(tenant, new ArrayDeque<>()).stream()
          .map(GarbageRun::report)
          .toList();
    }
  }

  /**
   * Returns a run.
   *
   * @throws CatalogException {@code maintenance-run-not-found}
   */
  public GarbageRunReport run(Principal principal, TenantId tenant, String id) {
    check(principal, tenant, Action.READ_STATUS);
    return find(tenant, id).report();
  }

  /**
   * Asks a run to end.
   *
   * @throws CatalogException {@code maintenance-run-not-found}
   */
  public GarbageRunReport cancel(Principal principal, TenantId tenant, String id) {
    check(principal, tenant, Action.MANAGE_STORAGE);
    GarbageRun run = find(tenant, id);
    run.cancel();
    return run.report();
  }

  private synchronized GarbageRun find(TenantId tenant, String id) {
    return runs.getOrDefault(tenant, new ArrayDeque<>()).stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new CatalogException(
                    ErrorCode.MAINTENANCE_RUN_NOT_FOUND, "the tenant has no such run"));
  }

  private void check(Principal principal, TenantId tenant, Action action) {
    catalog.check(principal, new Scope(tenant, BranchName.MAIN), action);
  }

  /** Ends what is under way, and waits for it. */
  @Override
  public void close() {
    List<Thread> last;
    synchronized (this) {
      closed = true;
      runs.values().forEach(known -> known.forEach(GarbageRun::cancel));
      last = List.copyOf(working);
    }
    try {
      for (Thread thread : last) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
