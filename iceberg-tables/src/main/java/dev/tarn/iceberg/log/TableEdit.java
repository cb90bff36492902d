package dev.tarn.iceberg.log;

import java.io.IOException;

/**
 * A change of some tables of a branch. It is applied to the newest metadata, and again, from the
 * start, when another commit was first: it reads what it depends on from {@link
 * EditableTables#head()} each time. Files that it adds are written before; other commits of this
 * process wait while it runs.
 */
@FunctionalInterface
public interface TableEdit {
  /**
   * Applies the change. When nothing is staged, nothing is committed.
   *
   * @throws IOException gives up the update
   */
  void apply(EditableTables tables) throws IOException;
}
