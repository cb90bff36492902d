package dev.tarn.core.commit;

import dev.tarn.core.scope.Scope;
import java.time.Duration;

/** Hears of commits, for metrics. Called on the committer's thread: returns at once. */
public interface CommitObserver {
  /** Hears nothing. */
  CommitObserver NONE = new CommitObserver() {};

  /**
   * A group was committed.
   *
   * @param resolving time to resolve its changes
   * @param appending time of the append, all attempts
   */
  default void committed(
      Scope scope, int submissions, int entries, Duration resolving, Duration appending) {}

  /** Another process was first; the group is resolved again. */
  default void conflicted(Scope scope) {}

  /** The answer to an append was lost. */
  default void outcomeUnknown(Scope scope) {}

  /** A submission was refused because the queue is full. */
  default void queueFull(Scope scope) {}
}
