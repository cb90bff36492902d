package dev.tarn.core.state;

import dev.tarn.core.log.LogFollower;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The follower that serves the current state of a branch. Disposable: what it holds can be built
 * again from the log.
 */
public interface StateIndex extends LogFollower, AutoCloseable {
  /** How long a keyed request's answer is kept. */
  Duration IDEMPOTENCY_RETENTION = Duration.ofHours(24);

  /**
   * Returns the id of the group that the last applied entry belongs to; empty for an empty index.
   * Tells whether the log still is the one that was followed.
   */
  String appliedGroupId();

  /** Returns a view of everything up to {@link #applied()}, or newer. Never waits for the log. */
  StateSnapshot acquire() throws IOException;

  /** Returns how large the index is; empty if it is not kept in files. */
  default Optional<IndexSize> size() throws IOException {
    return Optional.empty();
  }

  /** Returns whether an index that is begun now would answer what this one cannot. */
  default boolean isOutdated() {
    return false;
  }

  /** Makes what is applied durable. */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
