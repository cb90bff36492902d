package dev.tarn.lucene;

import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.lucene.graph.GraphBuilder;
import dev.tarn.lucene.graph.LineageGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads the lineage edges of a view, and the ids of their ends. */
final class LineageScan {
  private static final int NO_NODE = -1;

  private final DirectoryReader reader;
  private final GraphBuilder builder;

  private LineageScan(DirectoryReader reader, GraphBuilder builder) {
    this.reader = reader;
    this.builder = builder;
  }

  static LineageGraph read(IndexView view) throws IOException {
    int edges = view.reader().docFreq(new Term(Fields.EDGE_TYPE, BuiltInTypes.LINEAGE));
    LineageScan scan =
        new LineageScan(view.reader(), new GraphBuilder(view.offset().nodes(), edges));
    for (LeafReaderContext leaf : scan.reader.leaves()) {
      scan.readEdges(leaf.reader());
    }
    for (LeafReaderContext leaf : scan.reader.leaves()) {
      scan.readIds(leaf.reader());
    }
    return scan.builder.build();
  }

  private void readEdges(LeafReader leaf) throws IOException {
    PostingsEnum edges = leaf.postings(new Term(Fields.EDGE_TYPE, BuiltInTypes.LINEAGE));
    if (edges == null) {
      return;
    }
    NumericDocValues sources = DocValues.getNumeric(leaf, Fields.SOURCE_NODE);
    NumericDocValues targets = DocValues.getNumeric(leaf, Fields.TARGET_NODE);
    Bits live = leaf.getLiveDocs();
    for (int doc = edges.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = edges.nextDoc()) {
      if (live == null || live.get(doc)) {
        builder.edge(node(sources, doc), node(targets, doc));
      }
    }
  }

  private static int node(NumericDocValues nodes, int doc) throws IOException {
    if (!nodes.advanceExact(doc)) {
      throw new IOException("an edge of the index has no ends");
    }
    return Math.toIntExact(nodes.longValue());
  }

  /** The dictionary of keys has the ids in their order. */
  private void readIds(LeafReader leaf) throws IOException {
    Terms keys = leaf.terms(Fields.KEY);
    if (keys == null) {
      return;
    }
    int[] nodes = nodes(leaf);
    Bits live = leaf.getLiveDocs();
    GraphBuilder.Run run = builder.run();
    TermsEnum key = keys.iterator();
    TermsEnum.SeekStatus found = key.seekCeil(Fields.ASSET_KEYS);
    PostingsEnum docs = null;
    for (@Nullable BytesRef term = found == TermsEnum.SeekStatus.END ? null : key.term();
        term != null && term.bytes[term.offset] == Fields.ASSET_KEYS.bytes[0];
        term = key.next()) {
      docs = key.postings(docs, PostingsEnum.NONE);
      int node = liveNode(docs, live, nodes);
      if (builder.isEnd(node)) {
        ByteBuffer id = ByteBuffer.wrap(term.bytes, term.offset + 1, 2 * Long.BYTES);
        run.add(node, id.getLong(), id.getLong());
      }
    }
  }

  private static int liveNode(PostingsEnum docs, @Nullable Bits live, int[] nodes)
      throws IOException {
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (live == null || live.get(doc)) {
        return nodes[doc];
      }
    }
    return NO_NODE;
  }

  /** Returns the numbers of a segment's assets: keys come in another order than documents. */
  private static int[] nodes(LeafReader leaf) throws IOException {
    int[] nodes = new int[leaf.maxDoc()];
    Arrays.fill(nodes, NO_NODE);
    NumericDocValues values = DocValues.getNumeric(leaf, Fields.NODE);
    for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
      nodes[doc] = Math.toIntExact(values.longValue());
    }
    return nodes;
  }
}
