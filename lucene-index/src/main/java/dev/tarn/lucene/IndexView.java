package dev.tarn.lucene;

import dev.tarn.lucene.graph.LineageDelta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;

/**
 * What readers see: an open reader, and how far in the log it is. The reader counts its users.
 *
 * @param types those that are defined in this view
 * @param lineage what changed since the view before, one for each edge; empty in the first
 */
record IndexView(
    DirectoryReader reader, IndexOffset offset, DefinedTypes types, List<LineageDelta> lineage) {
  IndexView {
    lineage = List.copyOf(lineage);
  }

  /** Adds a user; false if the view is no longer open. */
  boolean tryAcquire() {
    return reader.tryIncRef();
  }

  /** Takes a user away. */
  void release() {
    try {
      reader.decRef();
    } catch (IOException e) {
      throw new UncheckedIOException("closing files that were read", e);
    }
  }
}
