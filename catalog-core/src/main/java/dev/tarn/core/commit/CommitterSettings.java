package dev.tarn.core.commit;

import java.time.Duration;

/**
 * Limits of a committer.
 *
 * @param gatherWindow how long a group waits for more writers after its first
 * @param maxGroupChanges changes of one group; a submission is never split
 * @param maxGroupBytes about how much memory the changes of one group hold
 * @param maxQueuedChanges changes that wait; more are answered {@code queue-full}
 * @param maxQueuedBytes about how much memory the changes that wait hold
 * @param maxUnindexedEntries entries that the index may lag behind before commits wait for it
 * @param outcomeTimeout how long a commit whose outcome is unknown is looked for, and a store that
 *     fails is asked again, before the writers are told
 */
public record CommitterSettings(
    Duration gatherWindow,
    int maxGroupChanges,
    long maxGroupBytes,
    int maxQueuedChanges,
    long maxQueuedBytes,
    int maxUnindexedEntries,
    Duration outcomeTimeout) {

  public CommitterSettings {
    if (gatherWindow.isNegative()
        || maxGroupChanges < 1
        || maxGroupBytes < 1
        || maxQueuedChanges < 1
        || maxQueuedBytes < 1
        || maxUnindexedEntries < 1
        || outcomeTimeout.isNegative()) {
      throw new IllegalArgumentException("limits are positive");
    }
  }

  /** Returns the settings that fit a laptop and a small server. */
  public static CommitterSettings defaults() {
    return new CommitterSettings(
        Duration.ofMillis(2), 5_000, 16L << 20, 50_000, 128L << 20, 50_000, Duration.ofSeconds(30));
  }
}
