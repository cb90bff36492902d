package dev.tarn.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whether the log of a branch is what was written.
 *
 * @param checked changes that were looked at
 * @param firstChained the sequence number of the first change that has a hash; those before are of
 *     a Tarn that wrote none; 0 if no change has
 * @param brokenAt the sequence number of the first change that does not hold; null if all do
 * @param problem what is wrong with it; null if nothing is
 */
public record LogVerification(
    long checked, long firstChained, @Nullable Long brokenAt, @Nullable String problem) {
  /** Returns whether nothing was changed. */
  public boolean holds() {
    return brokenAt == null;
  }
}
