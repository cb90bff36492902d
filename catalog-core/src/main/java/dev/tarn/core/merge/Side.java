package dev.tarn.core.merge;

import java.util.Locale;

/** Whose word counts in a conflict. */
public enum Side {
  /** What is there. */
  OURS,
  /** What is to be taken over. */
  THEIRS;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
