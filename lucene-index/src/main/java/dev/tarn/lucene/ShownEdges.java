package dev.tarn.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The relationships of a view of which both ends are shown; those of which one is hidden are not
 * there. Ends are looked up by their numbers: no source is read. Not thread safe.
 */
final class ShownEdges {
  /** The ends of a page, many times over. */
  private static final int MAX_REMEMBERED = 65_536;

  /** Parts of a list grow while little of them is shown, up to this. */
  private static final int MAX_PART = 16_384;

  private static final int GROWTH = 4;

  private final DirectoryReader all;
  private final DirectoryReader shown;
  private final EdgeReader edges;
  private final DocumentLookup nodes;
  private final TextColumn types;
  private final Map<Integer, Boolean> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * @param all has the relationships
   * @param shown the same view without assets that are hidden
   */
  ShownEdges(DirectoryReader all, DirectoryReader shown, EdgeReader edges) throws IOException {
    this.all = all;
    this.shown = shown;
    this.edges = edges;
    this.nodes = new DocumentLookup(shown, Fields.NODE);
    this.types = new TextColumn(shown, Fields.TYPE);
  }

  /** Returns a part of a list, as {@link EdgeLists#list} does. */
  EdgeLists.Hits list(
      @Nullable String type, EdgeFilter ends, EdgeLists.@Nullable Place after, int limit)
      throws IOException {
    EdgeLists lists = new EdgeLists(all, edges);
    List<Integer> found = new ArrayList<>();
    EdgeLists.Place from = after;
    int part = limit;
    do {
      EdgeLists.Hits hits = lists.list(type, ends, from, part);
      for (int doc : hits.docs()) {
        if (found.size() == limit) {
          int last = found.getLast();
          return new EdgeLists.Hits(found, new EdgeLists.Place(edges.type(last), edges.id(last)));
        }
        if (isShown(edges.sourceNode(doc)) && isShown(edges.targetNode(doc))) {
          found.add(doc);
        }
      }
      from = hits.last();
      part = Math.min(MAX_PART, GROWTH * part);
    } while (from != null);
    return new EdgeLists.Hits(found, null);
  }

  private boolean isShown(int node) throws IOException {
    Boolean known = remembered.get(node);
    if (known == null) {
      int doc = nodes.docs(List.of(Fields.node(node)))[0];
      // A tombstone has no type.
      known = doc != DocumentLookup.NONE && types.read(doc) != null;
      remembered.put(node, known);
    }
    return known;
  }

  /**
   * Returns how many there are.
   *
   * @param count of numbers that assets have
   */
  long count(int count) throws IOException {
    FixedBitSet ends = new FixedBitSet(Math.max(1, count));
    for (LeafReaderContext leaf : shown.leaves()) {
      addNodes(leaf.reader(), ends);
    }
    long edgeCount = 0;
    for (LeafReaderContext leaf : all.leaves()) {
      edgeCount += count(leaf.reader(), ends);
    }
    return edgeCount;
  }

  private static void addNodes(LeafReader leaf, FixedBitSet ends) throws IOException {
    Bits live = leaf.getLiveDocs();
    NumericDocValues numbers = DocValues.getNumeric(leaf, Fields.NODE);
    SortedDocValues types = DocValues.getSorted(leaf, Fields.TYPE);
    for (int doc = types.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = types.nextDoc()) {
      if ((live == null || live.get(doc)) && numbers.advanceExact(doc)) {
        ends.set((int) numbers.longValue());
      }
    }
  }

  private static long count(LeafReader leaf, FixedBitSet ends) throws IOException {
    Terms terms = leaf.terms(Fields.EDGE_TYPE);
    if (terms == null) {
      return 0;
    }
    long count = 0;
    Bits live = leaf.getLiveDocs();
    TermsEnum each = terms.iterator();
    while (each.next() != null) {
      NumericDocValues sources = DocValues.getNumeric(leaf, Fields.SOURCE_NODE);
      NumericDocValues targets = DocValues.getNumeric(leaf, Fields.TARGET_NODE);
      PostingsEnum docs = each.postings(null, PostingsEnum.NONE);
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        if ((live == null || live.get(doc))
            && sources.advanceExact(doc)
            && targets.advanceExact(doc)
            && ends.get((int) sources.longValue())
            && ends.get((int) targets.longValue())) {
          count++;
        }
      }
    }
    return count;
  }
}
