package dev.tarn.lucene;

import dev.tarn.core.asset.RelationshipId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Lists of live relationships, by type, then id. A list that is a large part of all relationships
 * is read off the dictionary of keys, which is in the order of ids, as far as the page goes; others
 * are searched for and sorted.
 */
final class EdgeLists {
  /** How much longer it takes to look at one more key than at one more match of a search. */
  private static final long STEP_COST = 50;

  private static final Sort BY_ID = new Sort(new SortField(Fields.EDGE_ORDER, SortField.Type.LONG));

  private final DirectoryReader reader;
  private final EdgeReader edges;

  EdgeLists(DirectoryReader reader, EdgeReader edges) {
    this.reader = reader;
    this.edges = edges;
  }

  /** A relationship's place in lists. */
  record Place(String type, RelationshipId id) {}

  /**
   * A part of a list.
   *
   * @param last the place of the last document; null if the list ends with it
   */
  record Hits(List<Integer> docs, @Nullable Place last) {}

  /**
   * @param type null for all
   * @param ends which ends, of whatever type
   * @param after only those that come after this; null for the first
   */
  Hits list(@Nullable String type, EdgeFilter ends, @Nullable Place after, int limit)
      throws IOException {
    NavigableSet<String> types = types();
    if (type != null) {
      types.retainAll(List.of(type));
    }
    List<Integer> docs = new ArrayList<>();
    for (String one : after == null ? types : types.tailSet(after.type(), true)) {
      if (docs.size() <= limit) {
        RelationshipId from = after != null && after.type().equals(one) ? after.id() : null;
        docs.addAll(ofType(ends.withType(one), from, limit + 1 - docs.size()));
      }
    }
    if (docs.size() <= limit) {
      return new Hits(docs, null);
    }
    int last = docs.get(limit - 1);
    return new Hits(docs.subList(0, limit), new Place(edges.type(last), edges.id(last)));
  }

  /** Returns the types of which there are relationships, or were. */
  private NavigableSet<String> types() throws IOException {
    NavigableSet<String> found = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(Fields.EDGE_TYPE);
      if (terms != null) {
        TermsEnum types = terms.iterator();
        for (BytesRef type = types.next(); type != null; type = types.next()) {
          found.add(type.utf8ToString());
        }
      }
    }
    return found;
  }

  /** Returns at most so many of one type. */
  private List<Integer> ofType(EdgeFilter filter, @Nullable RelationshipId after, int wanted)
      throws IOException {
    long matches = filter.atMost(reader);
    if (matches > 0 && wanted * STEP_COST * reader.maxDoc() / matches < matches) {
      return new EdgeWalk(reader, edges).find(filter, after, wanted);
    }
    ListSearch.Place from =
        after == null
            ? null
            : new ListSearch.Place(List.of(Fields.edgeOrder(after)), after.value());
    int[] docs =
        ListSearch.inOrder(
                reader, filter.query(), BY_ID, doc -> edges.id(doc).value(), from, wanted)
            .docs();
    List<Integer> found = new ArrayList<>(docs.length);
    for (int doc : docs) {
      found.add(doc);
    }
    return found;
  }
}
