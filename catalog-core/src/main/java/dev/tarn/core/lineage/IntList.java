package dev.tarn.core.lineage;

import java.util.Arrays;

/** Node numbers in a row. */
final class IntList {
  private static final int FIRST_CAPACITY = 16;

  private int[] items = new int[FIRST_CAPACITY];
  private int size;

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  int get(int index) {
    return items[index];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /** Copies {@code count} items from an index on. */
  void copy(int from, int count, int[] into) {
    System.arraycopy(items, from, into, 0, count);
  }

  int[] toArray(int from) {
    return Arrays.copyOfRange(items, from, size);
  }
}
