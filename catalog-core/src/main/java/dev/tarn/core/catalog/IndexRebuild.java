package dev.tarn.core.catalog;

import dev.tarn.core.catalog.IndexRunReport.Phase;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a new index from the tables while the old one serves, and lets it take the old one's
 * place. What fails before the last step leaves the old one as it was.
 */
final class IndexRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);

  /** Entries that are applied at once, while the new index follows. */
  private static final int ENTRIES_PER_STEP = 10_000;

  /** The last step stops the index for as long as it takes to apply so many entries. */
  private static final int NEAR_ENTRIES = 1_000;

  private final Scope scope;
  private final BranchStore store;
  private final StateIndexes indexes;
  private final ServingIndex serving;
  private final LogTail tail;
  private final IndexRun run;

  IndexRebuild(
      Scope scope,
      BranchStore store,
      StateIndexes indexes,
      ServingIndex serving,
      LogTail tail,
      IndexRun run) {
    this.scope = scope;
    this.store = store;
    this.indexes = indexes;
    this.serving = serving;
    this.tail = tail;
    this.run = run;
  }

  /** What may look at the new index before it serves. */
  @FunctionalInterface
  interface Check {
    /**
     * @throws CatalogException if it must not serve
     */
    void accept(StateIndex built) throws IOException;
  }

  /**
   * Rebuilds.
   *
   * @return the commit at which the new index began to serve
   * @throws CatalogException {@code index-not-verified} if what was built is not what was read
   */
  CommitId run(Check check) throws IOException, InterruptedException {
    run.enter(Phase.BUILDING);
    StateIndex built = build(scope, store.state(), indexes, run);
    boolean serves = false;
    try {
      follow(built);
      check.accept(built);
      follow(built);
      run.enter(Phase.SWAPPING);
      StateIndex old = serving.replace(built, last -> becomeNext(built, last));
      serves = true;
      CommitId commit = built.applied();
      closeOld(old);
      return commit;
    } finally {
      if (!serves) {
        built.close();
      }
    }
  }

  /**
   * Builds an index and compares its counts with what was read.
   *
   * @throws CatalogException {@code index-not-verified} if they differ
   */
  static StateIndex build(
      Scope scope, StateSource source, StateIndexes indexes, BuildProgress progress)
      throws IOException {
    CountedSource counted = new CountedSource(source);
    StateIndex built = indexes.build(scope, counted, progress);
    boolean agrees = false;
    try (StateSnapshot view = built.acquire()) {
      if (!built.applied().equals(source.commit())
          || !built.appliedGroupId().equals(source.groupId())) {
        throw new CatalogException(
            ErrorCode.INDEX_NOT_VERIFIED,
            "the new index is at " + built.applied() + " and its source at " + source.commit());
      }
      counted.compare(view);
      agrees = true;
    } finally {
      if (!agrees) {
        built.close();
      }
    }
    return built;
  }

  /** Applies the log until little of it is left. */
  private void follow(StateIndex built) throws IOException, InterruptedException {
    run.enter(Phase.FOLLOWING);
    do {
      run.checkNotCancelled();
      List<Group> groups = tail.await(built.applied().seq(), ENTRIES_PER_STEP, Duration.ZERO);
      if (!groups.isEmpty()) {
        built.apply(groups);
      }
    } while (tail.head().seq() - built.applied().seq() > NEAR_ENTRIES);
    // Most of what is to become durable is so before the index that serves has to wait for it.
    built.flush();
  }

  /** Brings the new index to where the old one is, and makes it what the next start opens. */
  private void becomeNext(StateIndex built, StateIndex old) throws IOException {
    long target = old.applied().seq();
    while (built.applied().seq() < target) {
      built.apply(next(built.applied().seq()));
    }
    if (!LogAgreement.agrees(built, store.log())) {
      throw new CatalogException(
          ErrorCode.INDEX_NOT_VERIFIED, "the log is not the one that the new index followed");
    }
    indexes.adopt(scope, built);
  }

  private List<Group> next(long afterSeq) throws IOException {
    try {
      return tail.await(afterSeq, ENTRIES_PER_STEP, Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void closeOld(StateIndex old) {
    try {
      old.close();
    } catch (IOException e) {
      // The new one serves already; what is left of the old one is removed by the next start.
      LOG.atWarn()
          .setMessage("The index that was replaced could not be closed")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
    }
  }
}
