package dev.tarn.core.catalog;

import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.List;

/**
 * The indexes of branches. Each branch has one that {@link #open} finds, and may have another that
 * is built beside it. Thread safe; one process has a branch's index open.
 */
public interface StateIndexes {
  /**
   * Opens the index where it was left, or an empty one. An index that cannot be read is discarded:
   * the log has everything that it had. What a build that did not end has left is removed.
   *
   * @throws IOException if the index is open already
   */
  StateIndex open(Scope scope) throws IOException;

  /**
   * Opens what follows the log beside the index of a branch, which is open; empty if there is
   * nothing. Each is closed before the index.
   */
  default List<BackgroundFollower> followers(Scope scope) throws IOException {
    return List.of();
  }

  /** Deletes the index of a branch that is not open. */
  void discard(Scope scope) throws IOException;

  /**
   * Builds an index of the branch from a source, beside the one that may be open, which serves on.
   * It is durable at the source's commit, and follows from there like every other. Closing it
   * deletes it, unless it was adopted.
   *
   * @throws IOException if the source or the disk fails; nothing is left of the build
   */
  StateIndex build(Scope scope, StateSource source, BuildProgress progress) throws IOException;

  /**
   * Makes an index what {@link #open} finds, in one atomic step. What it takes the place of stays
   * readable until it is closed; then it is deleted.
   *
   * @param built from {@link #build} of the same branch, still open; flushed by this
   */
  void adopt(Scope scope, StateIndex built) throws IOException;
}
