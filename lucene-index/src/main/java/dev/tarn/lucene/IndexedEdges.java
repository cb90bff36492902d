package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.PreparedEdges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/**
 * The edges of a view, found by their ends: of any relationship types, and as long as there is no
 * graph in memory. Nodes are the numbers that assets have in the index.
 */
final class IndexedEdges extends PreparedEdges {
  private final DirectoryReader reader;
  private final Set<String> types;
  private final DocumentLookup keys;
  private final AssetIds assets;
  private final NumberColumn sources;
  private final NumberColumn targets;
  private final TextColumn edgeTypes;

  /** The assets that were reached last: these are asked for next. */
  private Map<Integer, AssetId> near = Map.of();

  /**
   * @param types of relationships
   */
  IndexedEdges(DirectoryReader reader, Set<String> types) throws IOException {
    this.reader = reader;
    this.types = types;
    this.keys = new DocumentLookup(reader);
    this.assets = new AssetIds(reader, keys);
    this.sources = new NumberColumn(reader, Fields.SOURCE_NODE);
    this.targets = new NumberColumn(reader, Fields.TARGET_NODE);
    this.edgeTypes = new TextColumn(reader, Fields.EDGE_TYPE_VALUE);
  }

  @Override
  public int node(AssetId id) {
    try {
      int doc = keys.docs(List.of(Fields.key(id)))[0];
      return doc == DocumentLookup.NONE
          ? NONE
          : Math.toIntExact(new NumberColumn(reader, Fields.NODE).read(doc, NONE));
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read", e);
    }
  }

  @Override
  public AssetId id(int node) {
    AssetId id = near.get(node);
    try {
      return id == null ? assets.ofNode(node) : id;
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read", e);
    }
  }

  @Override
  public void prepare(int[] nodes, int count, Flow flow) throws IOException {
    int[] wanted = Arrays.stream(nodes, 0, count).sorted().distinct().toArray();
    NumberColumn others = flow == Flow.DOWNSTREAM ? targets : sources;
    record Edge(int from, int to, String type) {}
    List<Edge> edges = new ArrayList<>();
    for (long end : ends(wanted, flow)) {
      int doc = (int) (end >>> Integer.SIZE);
      String type = edgeTypes.read(doc);
      if (type != null && types.contains(type)) {
        int other = Math.toIntExact(others.read(doc, NONE));
        edges.add(new Edge(wanted[(int) end], other, type));
      }
    }
    near = assets.ofNodes(edges.stream().mapToInt(Edge::to).sorted().distinct().toArray());
    Map<Integer, List<Neighbour>> found = new HashMap<>();
    for (Edge edge : edges) {
      found
          .computeIfAbsent(edge.from(), any -> new ArrayList<>())
          .add(new Neighbour(edge.to(), id(edge.to()), edge.type()));
    }
    keep(flow, found);
  }

  /**
   * Returns the live documents of edges at some nodes, in their order.
   *
   * @return the document, and which of the nodes it is of, in the two halves
   */
  private long[] ends(int[] nodes, Flow flow) throws IOException {
    String field = flow == Flow.DOWNSTREAM ? Fields.SOURCE_END : Fields.TARGET_END;
    LongStream.Builder found = LongStream.builder();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      TermsEnum ends = terms.iterator();
      PostingsEnum docs = null;
      for (int i = 0; i < nodes.length; i++) {
        if (ends.seekExact(Fields.node(nodes[i]))) {
          docs = ends.postings(docs, PostingsEnum.NONE);
          for (int doc = docs.nextDoc();
              doc != DocIdSetIterator.NO_MORE_DOCS;
              doc = docs.nextDoc()) {
            if (live == null || live.get(doc)) {
              found.add((long) (leaf.docBase + doc) << Integer.SIZE | i);
            }
          }
        }
      }
    }
    return found.build().sorted().toArray();
  }
}
