package dev.tarn.core.merge;

import java.util.Locale;

/** What is done with a conflict for which nothing was chosen. */
public enum ConflictStrategy {
  /** Nothing is merged. */
  FAIL,
  /** What is there stays. */
  OURS,
  /** What is to be taken over is taken over. */
  THEIRS,
  /** What was written last counts, field by field. */
  NEWEST;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
