package dev.tarn.connectors.mapping;

import java.util.Arrays;

/**
 * Remembers, for each field of each asset, the order of the write that wins. Keyed by a 64-bit
 * hash: 16 bytes per slot, about 32 bytes per field.
 */
final class LastWrites {
  private static final int INITIAL_SLOTS = 1 << 12;
  private static final long EMPTY = 0;

  private long[] keys = new long[INITIAL_SLOTS];
  private long[] orders = new long[INITIAL_SLOTS];
  private int count;

  void record(long key, long order) {
    if (2 * (count + 1) > keys.length) {
      grow();
    }
    int slot = slot(keys, key);
    if (keys[slot] == EMPTY) {
      keys[slot] = key;
      orders[slot] = order;
      count++;
    } else if (order > orders[slot]) {
      orders[slot] = order;
    }
  }

  /** Returns true unless a later write of the key is known. */
  boolean isLast(long key, long order) {
    int slot = slot(keys, key);
    return keys[slot] == EMPTY || order >= orders[slot];
  }

  /** Hashes a field of something; never 0. */
  static long key(String type, String name, String field) {
    long hash = mix(mix(mix(0xcbf29ce484222325L, type), name), field);
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == EMPTY ? 1 : hash;
  }

  /** FNV-1a over the characters, with a separator at the end. */
  private static long mix(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
    }
    return (mixed ^ 0xffff) * 0x100000001b3L;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldOrders = orders;
    keys = new long[oldKeys.length * 2];
    orders = new long[oldKeys.length * 2];
    Arrays.fill(keys, EMPTY);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        int slot = slot(keys, oldKeys[i]);
        keys[slot] = oldKeys[i];
        orders[slot] = oldOrders[i];
      }
    }
  }

  private static int slot(long[] table, long key) {
    int mask = table.length - 1;
    int slot = (int) key & mask;
    while (table[slot] != EMPTY && table[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
