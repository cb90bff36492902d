package dev.tarn.core.change;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.state.StateReader;
import java.io.IOException;

/**
 * What a submission may do, whatever its changes ask for: judged by the entries that they come to.
 */
public interface EntryRule {
  /**
   * Judges an entry before it is written.
   *
   * @param state in which it is to be written
   * @throws dev.tarn.core.error.CatalogException {@code permission-denied}, or what is answered of
   *     something that does not exist
   */
  void check(LogEntry entry, StateReader state) throws IOException;

  /**
   * Judges a change that leaves an asset as it is.
   *
   * @throws dev.tarn.core.error.CatalogException as for an entry
   */
  void check(Asset unchanged);

  /** Returns whether whoever submits may know of an asset; what they may not, is not there. */
  boolean knows(Asset asset);
}
