package dev.tarn.core.garbage;

import java.time.Instant;

/**
 * What is to be collected.
 *
 * @param deletedBefore only of branches that were deleted before this
 */
public record GarbageRequest(Instant deletedBefore, Mode mode) {
  /** What becomes of what is found. */
  public enum Mode {
    /** It is deleted. */
    DELETE,
    /** It stays: a dry run. */
    REPORT
  }
}
