package dev.tarn.core.catalog;

import dev.tarn.core.change.Change;
import dev.tarn.core.change.Submission;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.tenant.TaskPermit;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantQuotas;
import dev.tarn.core.tenant.TenantStore;
import dev.tarn.core.tenant.TenantUsage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tenants take, and what they may. Assets are counted by the committer, storage now and then,
 * tasks by this process. Thread safe.
 */
public final class CatalogQuotas {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogQuotas.class);

  /** To count files is to list them. */
  private static final Duration STORAGE_COUNTED_EVERY = Duration.ofMinutes(5);

  private record Storage(long bytes, Instant countedAt) {}

  private final Catalog catalog;
  private final OpenBranches open;
  private final TenantStore store;
  private final TenantGate gate;
  private final Map<TenantId, Storage> storage = new ConcurrentHashMap<>();
  private final Map<TenantId, Integer> tasks = new ConcurrentHashMap<>();

  /** Tenants whose files could not be counted when that was tried last. */
  private final Set<TenantId> uncounted = ConcurrentHashMap.newKeySet();

  CatalogQuotas(Catalog catalog, OpenBranches open, TenantStore store, TenantGate gate) {
    this.catalog = catalog;
    this.open = open;
    this.store = store;
    this.gate = gate;
  }

  /** Returns what a tenant may take; empty if there is no such tenant. */
  public Optional<TenantQuotas> of(TenantId tenant) {
    return gate.details(tenant).map(TenantDetails::quotas);
  }

  private TenantQuotas known(TenantId tenant) {
    return of(tenant).orElse(TenantQuotas.NONE);
  }

  /** Returns what a tenant takes. */
  public TenantUsage usage(Principal principal, TenantId tenant) throws IOException {
    Scope main = new Scope(tenant, BranchName.MAIN);
    catalog.check(principal, main, Action.READ_STATUS);
    Storage counted = storage.get(tenant);
    OpenBranch branch = catalog.branch(main);
    try (StateSnapshot view = branch.read(branch.tail().head().seq())) {
      return new TenantUsage(
          view.assetCounts().values().stream().mapToLong(Long::longValue).sum(),
          counted == null ? null : counted.bytes(),
          counted == null ? null : counted.countedAt(),
          tasks.getOrDefault(tenant, 0));
    }
  }

  /**
   * Lets a task begin.
   *
   * @throws CatalogException {@code quota-exceeded} if as many run as may
   */
  public TaskPermit beginTask(TenantId tenant) {
    Long max = known(tenant).maxTasks();
    var unused =
        tasks.merge(
            tenant,
            1,
            (running, one) -> {
              checkTasks(running, max);
              return running + one;
            });
    AtomicBoolean isGivenBack = new AtomicBoolean();
    return () -> {
      if (isGivenBack.compareAndSet(false, true)) {
        endTask(tenant);
      }
    };
  }

  private void endTask(TenantId tenant) {
    var unused =
        tasks.computeIfPresent(tenant, (any, running) -> running == 1 ? null : running - 1);
  }

  private static void checkTasks(int running, @Nullable Long max) {
    if (max != null && running >= max) {
      throw new CatalogException(
          ErrorCode.QUOTA_EXCEEDED, "the tenant may run " + max + " tasks at once");
    }
  }

  /**
   * Refuses what adds to a tenant that has no storage left; deletions always pass.
   *
   * @throws CatalogException {@code quota-exceeded}
   */
  void checkStorage(TenantId tenant, Submission submission) {
    Long max = known(tenant).maxStorageBytes();
    Storage counted = storage.get(tenant);
    if (max != null && counted != null && counted.bytes() > max && adds(submission)) {
      throw new CatalogException(
          ErrorCode.QUOTA_EXCEEDED,
          "the tenant may have files of " + max + " bytes, and has " + counted.bytes());
    }
  }

  private static boolean adds(Submission submission) {
    return !submission.pointers().isEmpty()
        || submission.changes().stream()
            .anyMatch(
                change ->
                    !(change instanceof Change.DeleteAsset
                        || change instanceof Change.RemoveRelationship));
  }

  /** Counts the files of tenants that have branches open, where it is long since. */
  void countStorage() throws IOException {
    Instant now = catalog.clock().instant();
    for (Scope scope : open.now().keySet()) {
      Storage counted = storage.get(scope.tenant());
      if (counted == null || counted.countedAt().plus(STORAGE_COUNTED_EVERY).isBefore(now)) {
        tryToCountStorage(scope.tenant());
      }
    }
  }

  /** What one tenant's storage does not answer is not to keep the others from being counted. */
  private void tryToCountStorage(TenantId tenant) {
    try {
      countStorage(tenant);
      uncounted.remove(tenant);
    } catch (IOException | CatalogException e) {
      if (uncounted.add(tenant)) {
        LOG.atWarn()
            .setMessage("The files of a tenant cannot be counted; tried again, without a word")
            .addKeyValue("tenant", tenant)
            .setCause(e)
            .log();
      }
    }
  }

  /** Counts a tenant's files now. */
  void countStorage(TenantId tenant) throws IOException {
    storage.put(tenant, new Storage(store.storageBytes(tenant), catalog.clock().instant()));
  }

  /** Forgets a tenant that is no more. */
  void forget(TenantId tenant) {
    storage.remove(tenant);
    uncounted.remove(tenant);
  }
}
