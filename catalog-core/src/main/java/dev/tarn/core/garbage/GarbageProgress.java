package dev.tarn.core.garbage;

import java.util.Locale;

/** Is told how far a collection is; throws whatever is to end it. */
@FunctionalInterface
public interface GarbageProgress {
  /** Is told nothing. */
  GarbageProgress NONE = (phase, count) -> {};

  /** Where a collection is. */
  enum Phase {
    /** Looking for the files of deleted branches. */
    FINDING,
    /** Taking out of them what branches and tags still lead to. */
    MARKING,
    /** Deleting the rest. */
    DELETING;

    /** Returns the stable form. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Is told now and then.
   *
   * @param count of files in this phase so far; of commits while marking
   */
  void reached(Phase phase, long count);
}
