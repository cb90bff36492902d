package dev.tarn.core.catalog;

import dev.tarn.core.commit.CommitObserver;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantStatus;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The branches of a process: each is opened for the first who asks, and stays open. Thread safe.
 */
final class OpenBranches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBranches.class);

  private final CatalogStore store;
  private final StateIndexes indexes;
  private final CatalogSettings settings;
  private final Clock clock;
  private final CommitObserver observer;
  private final Map<Scope, CompletableFuture<OpenBranch>> branches = new ConcurrentHashMap<>();
  private final Map<Scope, Long> epochs = new ConcurrentHashMap<>();
  private volatile boolean closed;

  OpenBranches(
      CatalogStore store,
      StateIndexes indexes,
      CatalogSettings settings,
      Clock clock,
      CommitObserver observer) {
    this.store = store;
    this.indexes = indexes;
    this.settings = settings;
    this.clock = clock;
    this.observer = observer;
  }

  /** Returns a branch, open. */
  OpenBranch branch(Scope scope) throws IOException {
    CompletableFuture<OpenBranch> known = branches.get(scope);
    if (known == null) {
      CompletableFuture<OpenBranch> own = new CompletableFuture<>();
      known = branches.putIfAbsent(scope, own);
      if (known == null) {
        return open(scope, own);
      }
    }
    // Opening takes seconds: requests for one branch wait for each other, those for others do not.
    try {
      OpenBranch open = known.get();
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
      }
      return open;
    } catch (CancellationException e) {
      // It was held closed, and is deleted or renamed now.
      return branch(scope);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CatalogException refused) {
        throw refused;
      }
      throw new IOException("the branch cannot be opened", e.getCause());
    }
  }

  /**
   * Opens a branch for everyone who waits for {@code own}; if that fails, the next one tries again.
   */
  private OpenBranch open(Scope scope, CompletableFuture<OpenBranch> own) throws IOException {
    try {
      // Looked at only now: close() waits for every branch that was entered before it said so.
      if (closed) {
        throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
      }
      if (branches.size() > settings.maxOpenBranches()) {
        throw new CatalogException(
            ErrorCode.QUEUE_FULL, "more than " + settings.maxOpenBranches() + " branches are open");
      }
      long epoch = openEpoch(scope.tenant());
      indexes.begin(scope.tenant(), epoch);
      BranchStore tables = store.open(scope);
      // Only now: whoever rewrites the files from here on fences off what was opened before.
      if (openEpoch(scope.tenant()) != epoch) {
        tables.close();
        throw TenantGate.closed();
      }
      OpenBranch opened = OpenBranch.open(scope, tables, indexes, settings, clock, observer);
      epochs.put(scope, epoch);
      own.complete(opened);
      return opened;
    } catch (IOException | RuntimeException e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      // After an Error, too, nobody waits for ever; for a branch that is open this does nothing.
      own.completeExceptionally(new IOException("the branch cannot be opened"));
      if (own.isCompletedExceptionally()) {
        branches.remove(scope, own);
      }
    }
  }

  /** Returns the epoch of a tenant whose branches may be opened; asks the store. */
  private long openEpoch(TenantId tenant) throws IOException {
    TenantDetails details = store.tenantStore().tenant(tenant).details();
    if (details.status() == TenantStatus.REWRITING) {
      throw TenantGate.closed();
    }
    return details.epoch();
  }

  /**
   * Returns whether a branch was opened in an earlier epoch, or, where it is not open, another one
   * of its tenant.
   */
  boolean isOlder(Scope scope, long epoch) {
    if (branches.containsKey(scope)) {
      return epochs.getOrDefault(scope, epoch) < epoch;
    }
    return branches.keySet().stream()
        .anyMatch(
            other ->
                other.tenant().equals(scope.tenant()) && epochs.getOrDefault(other, epoch) < epoch);
  }

  /** Returns the branches that are open now. */
  Map<Scope, OpenBranch> now() {
    Map<Scope, OpenBranch> open = new HashMap<>();
    branches.keySet().forEach(scope -> ifOpen(scope).ifPresent(branch -> open.put(scope, branch)));
    return open;
  }

  /** Returns a branch if it is open. */
  Optional<OpenBranch> ifOpen(Scope scope) {
    CompletableFuture<OpenBranch> branch = branches.get(scope);
    return branch != null && branch.state() == Future.State.SUCCESS
        ? Optional.of(branch.resultNow())
        : Optional.empty();
  }

  /** Something that is done to a branch. */
  @FunctionalInterface
  interface BranchAction {
    void run() throws IOException;
  }

  /** Closes a branch and does something to it, while whoever asks for the branch waits. */
  void whileClosed(Scope scope, BranchAction action) throws IOException {
    CompletableFuture<OpenBranch> held = new CompletableFuture<>();
    CompletableFuture<OpenBranch> before = branches.put(scope, held);
    try {
      if (before != null) {
        closeWhenOpen(before);
      }
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    } finally {
      branches.remove(scope, held);
      held.cancel(false);
    }
  }

  /** Commits what is queued, then closes every branch. */
  @Override
  public void close() throws IOException {
    closed = true;
    try (Closing closing = new Closing()) {
      for (CompletableFuture<OpenBranch> branch : List.copyOf(branches.values())) {
        closing.add(() -> closeWhenOpen(branch));
      }
    }
    branches.clear();
  }

  private static void closeWhenOpen(CompletableFuture<OpenBranch> branch)
      throws IOException, InterruptedException {
    OpenBranch open;
    try {
      open = branch.get();
    } catch (CancellationException e) {
      return;
    } catch (ExecutionException e) {
      LOG.atDebug().setMessage("A branch failed to open before the stop").setCause(e).log();
      return;
    }
    open.close();
  }
}
