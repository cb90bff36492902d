package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the index of a branch at the head of its log, in the way that takes the least time: where
 * it was left, with the files of another branch's, out of the tables, or out of the log.
 */
final class IndexOpening {
  private static final Logger LOG = LoggerFactory.getLogger(IndexOpening.class);
  private static final int CATCH_UP_ENTRIES = 20_000;

  /** Below this, the log is followed within seconds. */
  private static final int MIN_BUILT_ENTRIES = 50_000;

  /** How many rows are built in the time that it takes to apply an entry. */
  private static final int ENTRY_COST = 3;

  private IndexOpening() {}

  static StateIndex open(Scope scope, BranchStore store, StateIndexes indexes, Closing closing)
      throws IOException {
    StateIndex index = begun(scope, store.log(), indexes, closing);
    StateSource tables = store.state();
    if (isFasterBuilt(index, tables)) {
      index = built(scope, index, tables, indexes, closing);
    }
    catchUp(index, store);
    return index;
  }

  /** Opens the index that the branch has, or that of a branch that shares its log's past. */
  private static StateIndex begun(Scope scope, ChangeLog log, StateIndexes indexes, Closing closing)
      throws IOException {
    indexes.fork(scope, log, Long.MAX_VALUE);
    StateIndex index = closing.add(indexes.open(scope));
    boolean empty = index.applied().seq() == 0;
    if (empty ? log.head().seq() == 0 : LogAgreement.agrees(index, log)) {
      return index;
    }
    if (!empty) {
      LOG.atWarn()
          .setMessage("The index has what the log does not have; it is built again")
          .addKeyValue("scope", scope)
          .addKeyValue("indexSeq", index.applied().seq())
          .log();
    }
    closing.close(index);
    indexes.discard(scope);
    indexes.fork(scope, log, Long.MAX_VALUE);
    return closing.add(indexes.open(scope));
  }

  /**
   * Whether to build an index from the tables takes less time than to apply what it lacks of the
   * log: the tables have at most one row for each entry, and a row is read several times as fast.
   */
  private static boolean isFasterBuilt(StateIndex index, StateSource tables) {
    long missing = tables.commit().seq() - index.applied().seq();
    return missing >= MIN_BUILT_ENTRIES && missing * ENTRY_COST > tables.commit().seq();
  }

  /** Builds the index of a branch that has none, or hardly one. */
  private static StateIndex built(
      Scope scope, StateIndex before, StateSource tables, StateIndexes indexes, Closing closing)
      throws IOException {
    LOG.atInfo()
        .setMessage("The index is built from the tables")
        .addKeyValue("scope", scope)
        .addKeyValue("indexSeq", before.applied().seq())
        .addKeyValue("tablesSeq", tables.commit().seq())
        .log();
    try {
      StateIndex built =
          closing.add(IndexRebuild.build(scope, tables, indexes, BuildProgress.IGNORED));
      indexes.adopt(scope, built);
      closing.close(before);
      return built;
    } catch (IOException | CatalogException e) {
      // The log has everything, too; it only takes longer.
      LOG.atWarn()
          .setMessage("The index could not be built from the tables; it follows the log instead")
          .addKeyValue("scope", scope)
          .setCause(e)
          .log();
      return before;
    }
  }

  private static void catchUp(StateIndex index, BranchStore store) throws IOException {
    CommitId reached;
    long before;
    do {
      before = index.applied().seq();
      List<Group> groups = new ArrayList<>();
      reached = store.log().read(before, CATCH_UP_ENTRIES, groups::add);
      if (!groups.isEmpty()) {
        index.apply(groups);
      }
    } while (reached.seq() > before);
  }
}
