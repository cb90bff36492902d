package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.tenant.TaskPermit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one subject, such as a branch's index: one at a time, each on a thread of its own,
 * the last ones remembered. Thread safe.
 */
final class BackgroundRuns<R extends BackgroundRun> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRuns.class);
  private static final int MAX_KEPT = 20;

  private final Kind kind;
  private final Object subject;

  // Guarded by this; the newest first.
  private final Deque<R> runs = new ArrayDeque<>();
  private @Nullable Thread working;
  private boolean closed;

  /**
   * What runs are of.
   *
   * @param name of their threads, such as {@code garbage}
   * @param busy while another one is under way
   * @param notFound where there is no such run
   * @param failed what a failure means to who reads the server's log
   */
  record Kind(String name, ErrorCode busy, ErrorCode notFound, String failed) {}

  /** Makes a run, when there is nothing against it. */
  @FunctionalInterface
  interface Maker<R> {
    R make() throws IOException;
  }

  /** What a run does; it says itself that it has succeeded. */
  @FunctionalInterface
  interface Work<R> {
    void run(R run) throws IOException, InterruptedException;
  }

  /**
   * @param subject in logs and names of threads
   */
  BackgroundRuns(Kind kind, Object subject) {
    this.kind = kind;
    this.subject = subject;
  }

  /**
   * Begins a run.
   *
   * @param permit given back at the end, or if it does not begin
   * @throws CatalogException if another one is under way; {@code shutting-down}
   */
  R start(TaskPermit permit, Maker<R> maker, Work<R> work) throws IOException {
    boolean started = false;
    try {
      R run = begin(permit, maker, work);
      started = true;
      return run;
    } finally {
      if (!started) {
        permit.close();
      }
    }
  }

  private synchronized R begin(TaskPermit permit, Maker<R> maker, Work<R> work) throws IOException {
    if (closed) {
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "the server is stopping");
    }
    Optional<R> last = running();
    if (last.isPresent()) {
      throw new CatalogException(kind.busy(), "the run " + last.get().id() + " is under way");
    }
    R run = maker.make();
    runs.addFirst(run);
    while (runs.size() > MAX_KEPT) {
      runs.removeLast();
    }
    working =
        Thread.ofPlatform()
            .name("tarn-" + kind.name() + "-" + subject)
            .daemon()
            .start(() -> work(run, permit, work));
    return run;
  }

  private void work(R run, TaskPermit permit, Work<R> work) {
    CatalogException failure = new CatalogException(ErrorCode.INTERNAL_ERROR, "the run failed");
    try {
      work.run(run);
      LOG.atInfo()
          .setMessage("A run has ended")
          .addKeyValue("kind", kind.name())
          .addKeyValue("of", subject)
          .addKeyValue("run", run.id())
          .log();
      return;
    } catch (BackgroundRun.CancelledException e) {
      run.ended(e);
      return;
    } catch (InterruptedException e) {
      failure = new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
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
        .setMessage(kind.failed())
        .addKeyValue("of", subject)
        .addKeyValue("run", run.id())
        .setCause(failure)
        .log();
  }

  /** Returns the runs that are remembered, the newest first. */
  synchronized List<R> all() {
    return List.copyOf(runs);
  }

  /** Returns the run that is under way. */
  synchronized Optional<R> running() {
    return runs.stream().filter(BackgroundRun::isRunning).findFirst();
  }

  /**
   * Returns a run.
   *
   * @throws CatalogException if there is none
   */
  synchronized R find(String id) {
    return runs.stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new CatalogException(kind.notFound(), "there is no such run"));
  }

  /** Forgets all runs but one. */
  synchronized void keepOnly(R run) {
    runs.removeIf(other -> !other.id().equals(run.id()));
  }

  /** Ends what is under way, and waits for it; nothing begins any more. */
  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      closed = true;
      runs.forEach(BackgroundRun::cancel);
      last = working;
    }
    if (last != null) {
      try {
        last.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
