package dev.tarn.core.state;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;

/**
 * What one log entry of a keyed request did; rebuilds the first answer for a repeated request.
 *
 * @param ordinal the change's position in its submission
 */
public record RecordedOutcome(
    String fingerprint,
    int ordinal,
    Operation operation,
    EntityKind kind,
    String key,
    long version,
    long seq) {
  /**
   * Returns what an entry of a keyed request did.
   *
   * @throws IllegalArgumentException if the request had no key
   */
  public static RecordedOutcome of(LogEntry entry) {
    String fingerprint = entry.requestFingerprint();
    if (fingerprint == null) {
      throw new IllegalArgumentException("entry " + entry.seq() + " is of no keyed request");
    }
    return new RecordedOutcome(
        fingerprint,
        entry.ordinal(),
        entry.operation(),
        entry.kind(),
        entry.key(),
        entry.after().version(),
        entry.seq());
  }
}
