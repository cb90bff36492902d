package dev.tarn.core.catalog;

import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateIndex;
import java.io.IOException;

/** Opens the index of a branch. */
public interface StateIndexes {
  /**
   * Opens the index where it was left, or an empty one. An index that cannot be read is discarded:
   * the log has everything that it had.
   */
  StateIndex open(Scope scope) throws IOException;

  /** Deletes the index of a branch that is not open. */
  void discard(Scope scope) throws IOException;
}
