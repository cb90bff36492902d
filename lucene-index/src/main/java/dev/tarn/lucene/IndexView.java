package dev.tarn.lucene;

import dev.tarn.core.scope.CommitId;
import dev.tarn.lucene.graph.GraphLimits;
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
  /**
   * Returns the first view of an index, which then belongs to nobody else.
   *
   * @param name of the index, for its threads
   */
  static IndexView first(DirectoryReader reader, IndexOffset offset, String name)
      throws IOException {
    LineageVersion lineage =
        LineageVersion.first(
            GraphLimits.defaults(),
            task -> Thread.ofPlatform().name("tarn-lineage-" + name).daemon().start(task));
    return new IndexView(reader, offset, DefinedTypes.read(reader), lineage);
  }

  /** Returns the same view under another name of its commit, of the same users. */
  IndexView named(CommitId commit) {
    return new IndexView(
        reader,
        new IndexOffset(commit, offset.groupId(), offset.nodes(), offset.texts()),
        types,
        lineage);
  }

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
