package dev.tarn.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whether a chain holds.
 *
 * @param checked entries that were looked at
 * @param firstKept the number of the first entry that retention has kept
 * @param brokenAt the number of the first entry that does not hold; null if all do
 * @param problem what is wrong with it; null if nothing is
 */
public record AuditVerification(
    long checked, long firstKept, @Nullable Long brokenAt, @Nullable String problem) {
  /** Returns whether nothing was changed. */
  public boolean holds() {
    return brokenAt == null;
  }
}
