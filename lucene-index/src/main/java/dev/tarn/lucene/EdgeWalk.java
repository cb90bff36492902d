package dev.tarn.lucene;

import dev.tarn.core.asset.RelationshipId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the relationships of an index in the order of their ids, by the keys that all
 * segments have, until enough are found.
 */
final class EdgeWalk {
  private final DirectoryReader reader;
  private final EdgeReader edges;

  EdgeWalk(DirectoryReader reader, EdgeReader edges) {
    this.reader = reader;
    this.edges = edges;
  }

  /** The keys of one segment, at one of them. */
  private static final class Cursor {
    private final LeafReaderContext leaf;
    private final TermsEnum keys;

    /** Lucene goes on in the same bytes. */
    private BytesRef key;

    Cursor(LeafReaderContext leaf, TermsEnum keys, BytesRef key) {
      this.leaf = leaf;
      this.keys = keys;
      this.key = key;
    }

    boolean advance() throws IOException {
      BytesRef next = keys.next();
      if (next == null || !Fields.isEdgeKey(next)) {
        return false;
      }
      key = next;
      return true;
    }

    void addLive(List<Integer> docs) throws IOException {
      Bits live = leaf.reader().getLiveDocs();
      PostingsEnum postings = keys.postings(null, PostingsEnum.NONE);
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        if (live == null || live.get(doc)) {
          docs.add(leaf.docBase + doc);
        }
      }
    }
  }

  /**
   * @param after only those with greater ids; null for the first
   */
  List<Integer> find(EdgeFilter filter, @Nullable RelationshipId after, int limit)
      throws IOException {
    PriorityQueue<Cursor> cursors =
        new PriorityQueue<>(Comparator.comparing((Cursor cursor) -> cursor.key));
    for (LeafReaderContext leaf : reader.leaves()) {
      Cursor cursor = open(leaf, after == null ? Fields.FIRST_EDGE_KEY : Fields.key(after));
      if (cursor != null) {
        cursors.add(cursor);
      }
    }
    List<Integer> found = new ArrayList<>();
    while (!cursors.isEmpty() && found.size() < limit) {
      found.addAll(matching(tied(cursors), filter, after));
    }
    return found.subList(0, Math.min(limit, found.size()));
  }

  private static @Nullable Cursor open(LeafReaderContext leaf, BytesRef from) throws IOException {
    Terms terms = leaf.reader().terms(Fields.KEY);
    if (terms == null) {
      return null;
    }
    TermsEnum keys = terms.iterator();
    return keys.seekCeil(from) != TermsEnum.SeekStatus.END && Fields.isEdgeKey(keys.term())
        ? new Cursor(leaf, keys, keys.term())
        : null;
  }

  /** Takes all documents that have the least key. */
  private static List<Integer> tied(PriorityQueue<Cursor> cursors) throws IOException {
    List<Integer> docs = new ArrayList<>();
    BytesRef key = null;
    Cursor first = cursors.peek();
    while (first != null && (key == null || first.key.equals(key))) {
      key = key == null ? BytesRef.deepCopyOf(first.key) : key;
      cursors.remove();
      first.addLive(docs);
      if (first.advance()) {
        cursors.add(first);
      }
      first = cursors.peek();
    }
    return docs;
  }

  private boolean isAfter(int doc, RelationshipId after) throws IOException {
    return edges.order(doc) > Fields.edgeOrder(after) || edges.id(doc).compareTo(after) > 0;
  }

  private List<Integer> matching(
      List<Integer> tied, EdgeFilter filter, @Nullable RelationshipId after) throws IOException {
    List<Integer> matching = new ArrayList<>();
    for (int doc : tied) {
      if (edges.order(doc) >= 0
          && edges.matches(doc, filter)
          && (after == null || isAfter(doc, after))) {
        matching.add(doc);
      }
    }
    if (matching.size() > 1) {
      record Known(RelationshipId id, int doc) {}
      List<Known> known = new ArrayList<>();
      for (int doc : matching) {
        known.add(new Known(edges.id(doc), doc));
      }
      known.sort(Comparator.comparing(Known::id));
      return known.stream().map(Known::doc).toList();
    }
    return matching;
  }
}
