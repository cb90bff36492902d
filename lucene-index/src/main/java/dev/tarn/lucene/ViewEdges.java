package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The relationships of a view. Not thread safe. */
final class ViewEdges {
  private final IndexView view;
  private final DocumentLookup ends;
  private final EdgeReader edges;

  /**
   * @param ends finds all assets of the view
   */
  ViewEdges(IndexView view, DocumentLookup ends, AssetIds ids) {
    this.view = view;
    this.ends = ends;
    this.edges = new EdgeReader(view.reader(), ends, ids);
  }

  /** As {@link LuceneStateSnapshot#relationships}. */
  Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
      throws IOException {
    List<RelationshipId> wanted = List.copyOf(ids);
    List<BytesRef> keys = new ArrayList<>(wanted.size());
    for (RelationshipId id : wanted) {
      keys.add(Fields.key(id));
    }
    Map<RelationshipId, Relationship> found = new HashMap<>();
    int[] docs = ends.docs(keys, (i, doc) -> edges.id(doc).equals(wanted.get(i)));
    for (int doc : LuceneStateSnapshot.found(docs)) {
      Relationship edge = edges.read(doc);
      found.put(edge.id(), edge);
    }
    return found;
  }

  /** Returns relationships at an asset, by id. */
  List<Relationship> of(AssetId asset, int limit) throws IOException {
    BytesRef end = Fields.node(node(asset));
    // An edge from an asset to itself is found twice.
    TreeSet<Integer> docs = new TreeSet<>();
    for (String field : List.of(Fields.SOURCE_END, Fields.TARGET_END)) {
      if (docs.size() < limit) {
        ends.forEach(
            field,
            end,
            doc -> {
              docs.add(doc);
              return docs.size() < limit;
            });
      }
    }
    List<Relationship> found = new ArrayList<>();
    for (int doc : docs) {
      found.add(edges.read(doc));
    }
    found.sort(Comparator.comparing(Relationship::id));
    return found;
  }

  /** Returns tombstones by their sequence numbers. */
  List<Relationship> deleted(long fromSeq, long toSeq, int limit) throws IOException {
    List<Relationship> found = new ArrayList<>();
    for (int doc : ListSearch.byNumber(view.reader(), Fields.EDGE_DELETED, fromSeq, toSeq, limit)) {
      found.add(edges.read(doc));
    }
    return found;
  }

  /** As {@link LuceneStateSnapshot#list(RelationshipQuery)}. */
  Page<Relationship> list(RelationshipQuery query) throws IOException {
    return page(query, new EdgeLists(view.reader(), edges)::list);
  }

  /**
   * As {@link #list(RelationshipQuery)}, of those of which both ends are shown.
   *
   * @param reader has the assets that are shown
   */
  Page<Relationship> shown(RelationshipQuery query, DirectoryReader reader) throws IOException {
    return page(query, new ShownEdges(view.reader(), reader, edges)::list);
  }

  /** Reads a part of a list of relationships. */
  @FunctionalInterface
  private interface Parts {
    EdgeLists.Hits list(
        @Nullable String type, EdgeFilter filter, EdgeLists.@Nullable Place after, int limit)
        throws IOException;
  }

  private Page<Relationship> page(RelationshipQuery query, Parts parts) throws IOException {
    ListCursor cursor = ListCursor.of(query);
    ListCursor.Mark mark = cursor.read(query.cursor());
    EdgeLists.Hits hits =
        parts.list(
            query.type(),
            new EdgeFilter("", end(query.source()), end(query.target()), end(query.either())),
            mark == null
                ? null
                : new EdgeLists.Place(mark.order().utf8ToString(), new RelationshipId(mark.id())),
            query.limit());
    List<Relationship> found = new ArrayList<>();
    for (int doc : hits.docs()) {
      found.add(edges.read(doc));
    }
    EdgeLists.Place last = hits.last();
    return new Page<>(
        found,
        last == null
            ? null
            : cursor.write(new ListCursor.Mark(new BytesRef(last.type()), last.id().value())));
  }

  private int end(@Nullable AssetId id) throws IOException {
    return id == null ? EdgeFilter.ANY : node(id);
  }

  /** Returns the number of an asset. */
  private int node(AssetId id) throws IOException {
    int doc = ends.docs(List.of(Fields.key(id)))[0];
    return doc == DocumentLookup.NONE
        ? EdgeFilter.NOWHERE
        : Math.toIntExact(new NumberColumn(view.reader(), Fields.NODE).read(doc, -1));
  }

  /** Hands over the id of each relationship, tombstones included. */
  void ids(Consumer<RelationshipId> consumer) throws IOException {
    IdScan.relationships(view.reader(), edges, consumer);
  }

  /** Returns the number of live relationships. */
  long count() throws IOException {
    return LiveCounts.byTerm(view.reader(), Fields.EDGE_TYPE).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Returns the number of live relationships of which both ends are shown. */
  long shownCount(DirectoryReader reader) throws IOException {
    return new ShownEdges(view.reader(), reader, edges).count(view.offset().nodes());
  }
}
