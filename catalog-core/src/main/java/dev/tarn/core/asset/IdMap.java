package dev.tarn.core.asset;

import java.util.HexFormat;

/**
 * Numbers by the ids of assets or relationships, for more ids than fit into memory as objects: an
 * id takes 24 bytes, and at most twice that. Reads by several threads are safe while nobody writes.
 */
public final class IdMap {
  /** What is found for an id that is not in the map. */
  public static final long ABSENT = -1;

  private static final int FIRST_SLOTS = 64;
  private static final int LONGS_PER_SLOT = 3;
  private static final int MAX_SLOTS = 1 << 29;
  private static final int DIGITS = 32;

  /** Of each slot the two halves of an id and its number plus one; zero says that it is free. */
  private long[] slots = new long[FIRST_SLOTS * LONGS_PER_SLOT];

  private int size;

  /** Returns how many ids the map has. */
  public int size() {
    return size;
  }

  /** Returns the number of an id, or {@link #ABSENT}. */
  public long get(String id) {
    return slots[slot(slots, high(id), low(id)) + 2] - 1;
  }

  /**
   * Sets the number of an id.
   *
   * @param number zero or more
   * @return the number before, or {@link #ABSENT}
   */
  public long put(String id, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("numbers are from 0");
    }
    long high = high(id);
    long low = low(id);
    int slot = slot(slots, high, low);
    long before = slots[slot + 2] - 1;
    slots[slot] = high;
    slots[slot + 1] = low;
    slots[slot + 2] = number + 1;
    if (before == ABSENT) {
      size++;
      if (size * 3L > count(slots) * 2L) {
        grow();
      }
    }
    return before;
  }

  private void grow() {
    if (count(slots) >= MAX_SLOTS) {
      throw new IllegalStateException("too many ids");
    }
    long[] larger = new long[slots.length * 2];
    for (int from = 0; from < slots.length; from += LONGS_PER_SLOT) {
      if (slots[from + 2] != 0) {
        int to = slot(larger, slots[from], slots[from + 1]);
        System.arraycopy(slots, from, larger, to, LONGS_PER_SLOT);
      }
    }
    slots = larger;
  }

  /** Returns where an id is, or would be. Ids are digests: any of their bits are as good. */
  private static int slot(long[] slots, long high, long low) {
    int mask = count(slots) - 1;
    int at = (int) low & mask;
    while (true) {
      int slot = at * LONGS_PER_SLOT;
      if (slots[slot + 2] == 0 || (slots[slot] == high && slots[slot + 1] == low)) {
        return slot;
      }
      at = (at + 1) & mask;
    }
  }

  private static int count(long[] slots) {
    return slots.length / LONGS_PER_SLOT;
  }

  private static long high(String id) {
    return HexFormat.fromHexDigitsToLong(id, 0, DIGITS / 2);
  }

  private static long low(String id) {
    return HexFormat.fromHexDigitsToLong(id, DIGITS / 2, DIGITS);
  }
}
