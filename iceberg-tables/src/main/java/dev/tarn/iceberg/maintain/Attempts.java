package dev.tarn.iceberg.maintain;

/**
 * What became of the attempts of one update. Files that were part of a commit that was tried may
 * become visible at any time, whatever the answer was: only those that never were may be deleted.
 */
final class Attempts {
  private boolean any;
  private boolean last;

  void add(boolean staged) {
    any |= staged;
    last = staged;
  }

  boolean lastStaged() {
    return last;
  }

  boolean noneStaged() {
    return !any;
  }
}
