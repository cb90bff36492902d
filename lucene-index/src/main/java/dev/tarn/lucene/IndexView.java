package dev.tarn.lucene;

import dev.tarn.core.lineage.LineageEdges;
import dev.tarn.core.lineage.LineageLimits;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.LineageGraphSize;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.lucene.graph.GraphLimits;
import dev.tarn.lucene.graph.GraphMaker;
import dev.tarn.lucene.graph.GraphSize;
import dev.tarn.lucene.graph.LineageGraph;
import dev.tarn.lucene.graph.LineageVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;

/**
 * What readers see: an open reader, and how far in the log it is. The reader counts its users.
 *
 * @param types those that are defined in this view
 * @param lineage the edges of this view, once they are in memory
 */
record IndexView(
    DirectoryReader reader, IndexOffset offset, DefinedTypes types, LineageVersion lineage) {
  /**
   * Returns the first view of an index, which then belongs to nobody else.
   *
   * @param name of the index, for people
   */
  static IndexView first(DirectoryReader reader, IndexOffset offset, String name, GraphMaker graphs)
      throws IOException {
    LineageVersion lineage = LineageVersion.first(name, GraphLimits.defaults(), graphs);
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

  /** Returns edges for one walk along relationships of these types; whoever asks is a user. */
  LineageEdges edges(Set<String> relationshipTypes) throws IOException {
    if (relationshipTypes.equals(LineageLimits.DEFAULT_TYPES)) {
      Optional<LineageGraph> graph = lineage.graph();
      if (graph.isPresent()) {
        return graph.get().edges();
      }
      makeLineageGraph();
    }
    return new IndexedEdges(reader, relationshipTypes);
  }

  /** Lets the lineage graph be made in the background, if need be; whoever asks is a user. */
  void makeLineageGraph() throws IOException {
    GraphSize size =
        new GraphSize(
            offset.nodes(), reader.docFreq(new Term(Fields.EDGE_TYPE, BuiltInTypes.LINEAGE)));
    boolean coming = false;
    reader.incRef();
    try {
      coming = lineage.make(size, this::readGraph);
    } finally {
      if (!coming) {
        release();
      }
    }
  }

  private LineageGraph readGraph() throws IOException {
    try {
      return LineageScan.read(this);
    } finally {
      release();
    }
  }

  /** Returns how large the lineage graph is; null while there is none. */
  @Nullable LineageGraphSize lineageGraphSize() {
    return lineage
        .graph()
        .map(
            graph ->
                new LineageGraphSize(
                    graph.size().nodes(),
                    graph.size().edges(),
                    graph.size().bytes(),
                    lineage.makingTime()))
        .orElse(null);
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
