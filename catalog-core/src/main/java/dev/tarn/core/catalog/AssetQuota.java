package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.EntryRule;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the live assets of a branch while entries are made: those of the index, and what entries
 * add that the index does not show yet. Entries are made in the order of their sequence numbers;
 * one that is given up is forgotten with the next of its number or a lower one.
 */
final class AssetQuota {
  private long indexedSeq;
  private long indexed;
  private final NavigableMap<Long, Integer> later = new TreeMap<>();

  /** Takes over what an index shows. */
  synchronized void indexed(StateSnapshot view) throws IOException {
    long seq = view.commit().seq();
    if (seq >= indexedSeq) {
      indexedSeq = seq;
      indexed = view.assetCounts().values().stream().mapToLong(Long::longValue).sum();
      later.headMap(seq, true).clear();
    }
  }

  /** Counts an entry, unless there would be more live assets than may be. */
  private synchronized void count(long seq, int change, long max) {
    later.tailMap(seq, true).clear();
    long live = indexed + later.values().stream().mapToLong(Integer::longValue).sum();
    if (change > 0 && live + change > max) {
      throw new CatalogException(
          ErrorCode.QUOTA_EXCEEDED, "the tenant may have " + max + " assets in a branch");
    }
    if (change != 0) {
      later.put(seq, change);
    }
  }

  /**
   * Returns a rule that refuses what would be too many.
   *
   * @param inner what stands against entries besides
   */
  EntryRule within(long max, EntryRule inner) {
    return new EntryRule() {
      @Override
      public void check(LogEntry entry, StateReader state) throws IOException {
        inner.check(entry, state);
        count(entry.seq(), live(entry.after()) - live(entry.before()), max);
      }

      @Override
      public void check(Asset unchanged) {
        inner.check(unchanged);
      }

      @Override
      public boolean knows(Asset asset) {
        return inner.knows(asset);
      }
    };
  }

  private static int live(@Nullable Entity entity) {
    return entity instanceof Asset asset && !asset.isDeleted() ? 1 : 0;
  }
}
