package dev.tarn.lucene;

import dev.tarn.lucene.graph.LineageGraph;
import dev.tarn.lucene.graph.LineageVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.index.DirectoryReader;

/**
 * What readers see: an open reader, and how far in the log it is. The reader counts its users.
 *
 * @param types those that are defined in this view
 * @param lineage the edges of this view, once they are asked for
 */
record IndexView(
    DirectoryReader reader, IndexOffset offset, DefinedTypes types, LineageVersion lineage) {
  /** Adds a user; false if the view is no longer open. */
  boolean tryAcquire() {
    return reader.tryIncRef();
  }

  /** Returns the lineage edges; whoever asks is a user. */
  LineageGraph lineageGraph() throws IOException {
    return lineage.graph(() -> LineageScan.read(this));
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
