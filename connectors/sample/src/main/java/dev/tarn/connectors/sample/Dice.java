package dev.tarn.connectors.sample;

import java.util.List;

/** Numbers that a seed alone decides, each the answer to a question about a table. */
record Dice(long seed) {
  /** Returns a number from 0 up to, without, the bound. */
  long pick(long table, long question, long bound) {
    return Math.floorMod(bits(table, question), bound);
  }

  /**
   * Returns an index below the bound by Zipf's law with exponent 1: 0 is the most frequent, and one
   * with twice the rank is half as frequent.
   */
  int zipf(long table, long question, int bound) {
    double part = fraction(table, question);
    return Math.min(bound - 1, (int) Math.pow(bound + 1.0, part) - 1);
  }

  /** Returns an element by Zipf's law, the first the most frequent. */
  <T> T zipf(long table, long question, List<T> elements) {
    return elements.get(zipf(table, question, elements.size()));
  }

  /** Returns a number from 0 up to, without, 1. */
  double fraction(long table, long question) {
    return (bits(table, question) >>> 11) * 0x1.0p-53;
  }

  private long bits(long table, long question) {
    // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) over a weighted sum of the inputs.
    long z = seed + table * 0x9E3779B97F4A7C15L + question * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
