package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Dense numbers from 0 for ids, in about 32 bytes each: for more ids than a map of objects can
 * hold. Thread safe.
 */
final class IdNumbers {
  /** What {@link #find} answers for an id that has no number. */
  static final int NONE = -1;

  /** Threads rarely meet in one, and one that grows is small. */
  private static final int SHARDS = 256;

  private static final int ID_LONGS_DIGITS = 2 * Long.BYTES;

  private final Shard[] shards = new Shard[SHARDS];
  private final AtomicInteger next = new AtomicInteger();

  IdNumbers() {
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /** A table with open addressing; ids are hashes, so their bits need no mixing. */
  private static final class Shard {
    private static final int FIRST_CAPACITY = 16;

    private long[] ids = new long[2 * FIRST_CAPACITY];

    /** Number plus 1; 0 where there is none. */
    private int[] numbers = new int[FIRST_CAPACITY];

    private int size;

    /** Returns where the id is, or would be. */
    private int slot(long high, long low) {
      int mask = numbers.length - 1;
      int slot = (int) low & mask;
      while (numbers[slot] != 0 && (ids[2 * slot] != high || ids[2 * slot + 1] != low)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private synchronized int find(long high, long low) {
      return numbers[slot(high, low)] - 1;
    }

    private synchronized int number(long high, long low, AtomicInteger next) {
      int slot = slot(high, low);
      if (numbers[slot] != 0) {
        return numbers[slot] - 1;
      }
      int number = next.getAndIncrement();
      if (number < 0 || number == Integer.MAX_VALUE) {
        throw new IllegalStateException("there are no more numbers for assets");
      }
      put(slot, high, low, number + 1);
      size++;
      if (4L * size > 3L * numbers.length) {
        grow();
      }
      return ~number;
    }

    private void put(int slot, long high, long low, int number) {
      ids[2 * slot] = high;
      ids[2 * slot + 1] = low;
      numbers[slot] = number;
    }

    private void grow() {
      long[] oldIds = ids;
      int[] oldNumbers = numbers;
      ids = new long[2 * oldIds.length];
      numbers = new int[2 * oldNumbers.length];
      for (int old = 0; old < oldNumbers.length; old++) {
        if (oldNumbers[old] != 0) {
          long high = oldIds[2 * old];
          long low = oldIds[2 * old + 1];
          put(slot(high, low), high, low, oldNumbers[old]);
        }
      }
    }
  }

  /** Returns the number of an id; the complement of a new one if it had none. */
  int number(AssetId id) {
    long high = high(id.value());
    return shard(high).number(high, low(id.value()), next);
  }

  /** Returns the number of an id, or {@link #NONE}. */
  int find(String id) {
    long high = high(id);
    return shard(high).find(high, low(id));
  }

  /** Returns how many ids have numbers. */
  int size() {
    return next.get();
  }

  private Shard shard(long high) {
    return shards[(int) high & (SHARDS - 1)];
  }

  private static long high(String id) {
    return HexFormat.fromHexDigitsToLong(id, 0, ID_LONGS_DIGITS);
  }

  private static long low(String id) {
    return HexFormat.fromHexDigitsToLong(id, ID_LONGS_DIGITS, 2 * ID_LONGS_DIGITS);
  }
}
