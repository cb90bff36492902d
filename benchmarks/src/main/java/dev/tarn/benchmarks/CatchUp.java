package dev.tarn.benchmarks;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.log.LogTail;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import dev.tarn.iceberg.store.IcebergSettings;
import dev.tarn.iceberg.store.NessieCatalogStore;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An index that is behind follows its log, alone in this process, with what the server follows it
 * with: it is never built from the tables.
 */
final class CatchUp {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * Entries of the log that were applied, and from the start of the follower until it was level.
   */
  record Result(long changes, Duration time) {
    double perSecond() {
      return changes / (time.toNanos() / 1e9);
    }
  }

  private CatchUp() {}

  /**
   * @param dataFolder that no server has open
   * @param indexes an older copy of its folder {@code index}, which is level then
   */
  static Result run(Path dataFolder, Path indexes) throws IOException, InterruptedException {
    CatalogSettings settings = CatalogSettings.defaults();
    try (NessieCatalogStore store = NessieCatalogStore.open(IcebergSettings.in(dataFolder));
        BranchStore branch = store.open(Scope.DEFAULT);
        StateIndex index =
            new LuceneStateIndexes(indexes, LuceneIndexSettings.defaults()).open(Scope.DEFAULT)) {
      long from = index.applied().seq();
      CommitId head = branch.log().head();
      LogTail tail = new LogTail(branch.log(), head, settings.tailEntries());
      try (FollowerRunner runner =
          new FollowerRunner(index, tail, settings.indexPace(), "catch-up")) {
        long start = System.nanoTime();
        runner.start();
        if (!runner.await(head.seq(), PATIENCE)) {
          throw new IOException(
              "the index is at " + index.applied() + ", not at " + head + ": " + runner.failure());
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        tail.close();
        return new Result(head.seq() - from, time);
      }
    }
  }
}
