package dev.tarn.lucene.graph;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.LineageEdges;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids of nodes: those of the base sorted, those that came later behind them as they came. Never
 * changes; a later one shares what it has in common.
 */
final class NodeIds {
  private final long[] baseHigh;
  private final long[] baseLow;
  private final long[] laterHigh;
  private final long[] laterLow;
  private final int laterCount;

  /** May know more than this one has, or other numbers: what it says is compared. */
  private final ConcurrentHashMap<AssetId, Integer> later;

  /**
   * @param high the upper halves of the ids, sorted as unsigned
   */
  NodeIds(long[] high, long[] low) {
    this(high, low, new long[0], new long[0], 0, new ConcurrentHashMap<>());
  }

  private NodeIds(
      long[] baseHigh,
      long[] baseLow,
      long[] laterHigh,
      long[] laterLow,
      int laterCount,
      ConcurrentHashMap<AssetId, Integer> later) {
    this.baseHigh = baseHigh;
    this.baseLow = baseLow;
    this.laterHigh = laterHigh;
    this.laterLow = laterLow;
    this.laterCount = laterCount;
    this.later = later;
  }

  int baseCount() {
    return baseHigh.length;
  }

  int count() {
    return baseHigh.length + laterCount;
  }

  long high(int node) {
    return node < baseHigh.length ? baseHigh[node] : laterHigh[node - baseHigh.length];
  }

  long low(int node) {
    return node < baseLow.length ? baseLow[node] : laterLow[node - baseLow.length];
  }

  AssetId id(int node) {
    HexFormat hex = HexFormat.of();
    return new AssetId(hex.toHexDigits(high(node)) + hex.toHexDigits(low(node)));
  }

  static long high(AssetId id) {
    return Long.parseUnsignedLong(id.value(), 0, Long.BYTES * 2, 16);
  }

  static long low(AssetId id) {
    return Long.parseUnsignedLong(id.value(), Long.BYTES * 2, Long.BYTES * 4, 16);
  }

  /** Returns the node of an asset, or {@link LineageEdges#NONE}. */
  int node(AssetId id) {
    long high = high(id);
    long low = low(id);
    int node = firstAfter(high, low) - 1;
    if (node >= 0 && baseHigh[node] == high && baseLow[node] == low) {
      return node;
    }
    Integer known = later.get(id);
    return known != null && known < count() && high(known) == high && low(known) == low
        ? known
        : LineageEdges.NONE;
  }

  /** Returns the first node of the base whose id comes after this one. */
  int firstAfter(long high, long low) {
    int from = 0;
    int to = baseHigh.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(baseHigh[middle], baseLow[middle], high, low) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static int compare(long oneHigh, long oneLow, long otherHigh, long otherLow) {
    return oneHigh == otherHigh
        ? Long.compareUnsigned(oneLow, otherLow)
        : Long.compareUnsigned(oneHigh, otherHigh);
  }

  /** Compares nodes by their ids. */
  int compare(int one, int other) {
    return one < baseHigh.length && other < baseHigh.length
        ? Integer.compare(one, other)
        : compare(high(one), low(one), high(other), low(other));
  }

  /** Compares a node's id with another id. */
  int compare(int node, long high, long low) {
    return compare(high(node), low(node), high, low);
  }

  /** Returns these and one more, whose node is {@link #count()}. Only the newest may grow. */
  NodeIds with(AssetId id) {
    long[] high = laterHigh;
    long[] low = laterLow;
    if (laterCount == high.length) {
      int capacity = Math.max(16, 2 * laterCount);
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
    }
    high[laterCount] = high(id);
    low[laterCount] = low(id);
    later.put(id, count());
    return new NodeIds(baseHigh, baseLow, high, low, laterCount + 1, later);
  }
}
