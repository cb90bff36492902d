package dev.tarn.core.lineage;

import java.util.Arrays;

/** A number for each of some nodes: a hash table with open addressing, for walks that see few. */
final class NodeNumbers {
  /** The answer for a node that has no number. */
  static final int ABSENT = -1;

  private static final int FIRST_CAPACITY = 64;

  /** Spreads neighbouring nodes: 2^32 over the golden ratio. */
  private static final int SPREAD = 0x9E3779B9;

  private int[] nodes = filled(FIRST_CAPACITY);
  private int[] numbers = new int[FIRST_CAPACITY];
  private int size;

  private static int[] filled(int capacity) {
    int[] nodes = new int[capacity];
    Arrays.fill(nodes, ABSENT);
    return nodes;
  }

  int get(int node) {
    int slot = slot(node);
    return nodes[slot] == node ? numbers[slot] : ABSENT;
  }

  boolean contains(int node) {
    return nodes[slot(node)] == node;
  }

  /** Sets the number of a node, and returns true, unless it has one. */
  boolean putIfAbsent(int node, int number) {
    int slot = slot(node);
    if (nodes[slot] == node) {
      return false;
    }
    nodes[slot] = node;
    numbers[slot] = number;
    size++;
    if (2 * size > nodes.length) {
      grow();
    }
    return true;
  }

  int size() {
    return size;
  }

  private int slot(int node) {
    int mask = nodes.length - 1;
    int slot = (node * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
    while (nodes[slot] != node && nodes[slot] != ABSENT) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldNodes = nodes;
    int[] oldNumbers = numbers;
    nodes = filled(2 * oldNodes.length);
    numbers = new int[nodes.length];
    for (int i = 0; i < oldNodes.length; i++) {
      if (oldNodes[i] != ABSENT) {
        int slot = slot(oldNodes[i]);
        nodes[slot] = oldNodes[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }
}
