package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.lineage.AssetTraits;
import dev.tarn.core.lineage.BreadthFirstLineage;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RecordedOutcome;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.json.EntityJson;
import dev.tarn.lucene.search.AssetDocuments;
import dev.tarn.lucene.search.LuceneAssetSearch;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** One view of the index, shared by no other reader. Thread safe, one call at a time. */
final class LuceneStateSnapshot implements StateSnapshot {
  private static final Sort ASSET_ORDER =
      new Sort(new SortField(Fields.ASSET_ORDER, SortField.Type.STRING));

  private final IndexView view;
  private final VectorSearch meaning;
  private final DocumentLookup lookup;
  private final AssetIds assetIds;
  private final EdgeReader edges;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param view a reference to it is given back on close
   * @param meaning ranks the view's assets by meaning
   */
  LuceneStateSnapshot(IndexView view, VectorSearch meaning) throws IOException {
    this.view = view;
    this.meaning = meaning;
    this.lookup = new DocumentLookup(view.reader());
    this.assetIds = new AssetIds(view.reader(), lookup);
    this.edges = new EdgeReader(view.reader(), lookup, assetIds);
  }

  @Override
  public CommitId commit() {
    return view.offset().commit();
  }

  @Override
  public synchronized Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    List<BytesRef> keys = new ArrayList<>(ids.size());
    for (AssetId id : ids) {
      keys.add(Fields.key(id));
    }
    Map<AssetId, Asset> found = new HashMap<>();
    for (int doc : found(lookup.docs(keys))) {
      byte[] source = lookup.stored(doc, Fields.SOURCE);
      if (source != null) {
        Asset asset = (Asset) EntityJson.read(EntityKind.ASSET, source);
        found.put(asset.id(), asset);
      }
    }
    return found;
  }

  @Override
  public synchronized List<AssetTraits> traits(Collection<AssetId> ids) throws IOException {
    TraitColumns columns = new TraitColumns(view.reader());
    List<AssetTraits> live = new ArrayList<>(ids.size());
    for (int doc : found(lookup.docs(ids.stream().map(Fields::key).toList()))) {
      AssetTraits traits = columns.read(doc);
      if (traits != null) {
        live.add(traits);
      }
    }
    return live;
  }

  @Override
  public synchronized Optional<Asset> assetNamed(String type, String qualifiedName)
      throws IOException {
    Optional<Asset> first = asset(AssetId.derive(type, qualifiedName));
    if (first.isPresent()
        && !first.get().isDeleted()
        && first.get().type().equals(type)
        && first.get().qualifiedName().equals(qualifiedName)) {
      return first;
    }
    int[] docs = docs(Fields.ADOPTED_NAME, Fields.name(type, qualifiedName), 1);
    return docs.length == 0 ? Optional.empty() : Optional.of(asset(docs[0]));
  }

  @Override
  public synchronized Map<RelationshipId, Relationship> relationships(
      Collection<RelationshipId> ids) throws IOException {
    List<RelationshipId> wanted = List.copyOf(ids);
    List<BytesRef> keys = new ArrayList<>(wanted.size());
    for (RelationshipId id : wanted) {
      keys.add(Fields.key(id));
    }
    Map<RelationshipId, Relationship> found = new HashMap<>();
    int[] docs = lookup.docs(keys, (i, doc) -> edges.id(doc).equals(wanted.get(i)));
    for (int doc : found(docs)) {
      Relationship edge = edges.read(doc);
      found.put(edge.id(), edge);
    }
    return found;
  }

  @Override
  public synchronized List<AssetId> childIds(AssetId parent, int limit) throws IOException {
    int[] docs = docs(Fields.PARENT, Fields.id(parent), limit);
    List<AssetId> ids = new ArrayList<>(docs.length);
    for (int doc : docs) {
      ids.add(assetIds.ofDocument(doc));
    }
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  @Override
  public synchronized List<Relationship> relationshipsOf(AssetId asset, int limit)
      throws IOException {
    BytesRef end = Fields.node(node(asset));
    // An edge from an asset to itself is found twice.
    TreeSet<Integer> docs = new TreeSet<>();
    for (String field : List.of(Fields.SOURCE_END, Fields.TARGET_END)) {
      if (docs.size() < limit) {
        lookup.forEach(
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

  @Override
  public synchronized List<Asset> deletedAssets(long fromSeq, long toSeq, int limit)
      throws IOException {
    List<Asset> assets = new ArrayList<>();
    for (int doc :
        ListSearch.byNumber(view.reader(), Fields.ASSET_DELETED, fromSeq, toSeq, limit)) {
      assets.add(asset(doc));
    }
    return assets;
  }

  @Override
  public synchronized List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
      throws IOException {
    List<Relationship> found = new ArrayList<>();
    for (int doc : ListSearch.byNumber(view.reader(), Fields.EDGE_DELETED, fromSeq, toSeq, limit)) {
      found.add(edges.read(doc));
    }
    return found;
  }

  @Override
  public List<AssetType> assetTypes() {
    return view.types().assetTypes();
  }

  @Override
  public List<RelationshipType> relationshipTypes() {
    return view.types().relationshipTypes();
  }

  @Override
  public synchronized List<RecordedOutcome> outcomes(String actor, String idempotencyKey)
      throws IOException {
    List<RecordedOutcome> outcomes = new ArrayList<>();
    for (int doc : docs(Fields.REQUEST, Fields.request(actor, idempotencyKey), Integer.MAX_VALUE)) {
      outcomes.addAll(OutcomeJson.read(source(doc)));
    }
    outcomes.sort(Comparator.comparingLong(RecordedOutcome::seq));
    return outcomes;
  }

  @Override
  public synchronized Page<Asset> list(AssetQuery query) throws IOException {
    ListCursor cursor = ListCursor.of(query);
    ListCursor.Mark mark = cursor.read(query.cursor());
    ListSearch.Hits hits =
        ListSearch.inOrder(
            view.reader(),
            StateQueries.assets(query),
            ASSET_ORDER,
            doc -> assetIds.ofDocument(doc).value(),
            mark == null ? null : new ListSearch.Place(List.of(mark.order()), mark.id()),
            query.limit());
    List<Asset> assets = new ArrayList<>();
    for (int doc : hits.docs()) {
      assets.add(asset(doc));
    }
    ListSearch.Place last = hits.last();
    return new Page<>(
        assets,
        last == null
            ? null
            : cursor.write(new ListCursor.Mark((BytesRef) last.values().getFirst(), last.id())));
  }

  @Override
  public synchronized Page<Relationship> list(RelationshipQuery query) throws IOException {
    ListCursor cursor = ListCursor.of(query);
    ListCursor.Mark mark = cursor.read(query.cursor());
    EdgeFilter ends =
        new EdgeFilter("", end(query.source()), end(query.target()), end(query.either()));
    EdgeLists.Hits hits =
        new EdgeLists(view.reader(), edges)
            .list(
                query.type(),
                ends,
                mark == null
                    ? null
                    : new EdgeLists.Place(
                        mark.order().utf8ToString(), new RelationshipId(mark.id())),
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
    int doc = lookup.docs(List.of(Fields.key(id)))[0];
    return doc == DocumentLookup.NONE
        ? EdgeFilter.NOWHERE
        : Math.toIntExact(new NumberColumn(view.reader(), Fields.NODE).read(doc, -1));
  }

  /** Returns the documents that were found, in their order. */
  private static int[] found(int[] docs) {
    return Arrays.stream(docs).filter(doc -> doc != DocumentLookup.NONE).sorted().toArray();
  }

  @Override
  public void assetIds(Consumer<AssetId> consumer) throws IOException {
    IdScan.assets(view.reader(), consumer);
  }

  @Override
  public synchronized void relationshipIds(Consumer<RelationshipId> consumer) throws IOException {
    IdScan.relationships(view.reader(), edges, consumer);
  }

  @Override
  public Map<String, Long> assetCounts() throws IOException {
    return LiveCounts.byTerm(view.reader(), Fields.TYPE);
  }

  @Override
  public long relationshipCount() throws IOException {
    return LiveCounts.byTerm(view.reader(), Fields.EDGE_TYPE).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  @Override
  public LineageReader lineage() {
    return new BreadthFirstLineage(this, view::edges);
  }

  @Override
  public Optional<AssetSearch> search() {
    return Optional.of(
        new LuceneAssetSearch(view.reader(), documents(), ForkJoinPool.commonPool(), meaning));
  }

  private AssetDocuments documents() {
    return new AssetDocuments() {
      @Override
      public Asset asset(int document) throws IOException {
        synchronized (LuceneStateSnapshot.this) {
          return LuceneStateSnapshot.this.asset(document);
        }
      }

      @Override
      public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
        return LuceneStateSnapshot.this.assets(ids);
      }
    };
  }

  /** Returns at most {@code limit} live documents that have a term. */
  private int[] docs(String field, BytesRef term, int limit) throws IOException {
    List<Integer> docs = new ArrayList<>();
    if (limit > 0) {
      lookup.forEach(
          field,
          term,
          doc -> {
            docs.add(doc);
            return docs.size() < limit;
          });
    }
    return docs.stream().mapToInt(Integer::intValue).toArray();
  }

  private Asset asset(int doc) throws IOException {
    return (Asset) EntityJson.read(EntityKind.ASSET, source(doc));
  }

  private byte[] source(int doc) throws IOException {
    byte[] source = lookup.stored(doc, Fields.SOURCE);
    if (source == null) {
      throw new IOException("a document of the index has no source");
    }
    return source;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      view.release();
    }
  }
}
