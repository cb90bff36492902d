package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.lineage.AssetTraits;
import dev.tarn.core.lineage.BreadthFirstLineage;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.LineageState;
import dev.tarn.core.policy.AssetAccess;
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
import dev.tarn.lucene.access.AccessCache;
import dev.tarn.lucene.access.ShownAssets;
import dev.tarn.lucene.search.AssetDocuments;
import dev.tarn.lucene.search.LuceneAssetSearch;
import dev.tarn.lucene.vector.VectorSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/**
 * One view of the index, shared by no other reader; or what an access shows of the assets in one,
 * beside all relationships. Thread safe, one call at a time.
 */
final class LuceneStateSnapshot implements StateSnapshot {
  private static final Sort ASSET_ORDER =
      new Sort(new SortField(Fields.ASSET_ORDER, SortField.Type.STRING));

  private final IndexView view;
  private final VectorSearch meaning;
  private final AssetAccess access;

  /** Has the assets that are shown. */
  private final DirectoryReader reader;

  private final DocumentLookup lookup;

  private final AssetIds assetIds;
  private final ViewEdges edges;
  private final AtomicBoolean closed;

  /**
   * @param view a reference to it is given back on close
   * @param meaning ranks the view's assets by meaning
   */
  LuceneStateSnapshot(IndexView view, VectorSearch meaning) throws IOException {
    this(view, meaning, AssetAccess.ALL, view.reader(), new AtomicBoolean());
  }

  /**
   * @param closed shared with others that have the same reference to the view
   */
  private LuceneStateSnapshot(
      IndexView view,
      VectorSearch meaning,
      AssetAccess access,
      DirectoryReader reader,
      AtomicBoolean closed)
      throws IOException {
    this.view = view;
    this.meaning = meaning;
    this.access = access;
    this.reader = reader;
    this.closed = closed;
    this.lookup = new DocumentLookup(reader);
    // Relationships may end at what is hidden.
    DocumentLookup ends = access.isWhole() ? lookup : new DocumentLookup(view.reader());
    this.assetIds = new AssetIds(view.reader(), ends);
    this.edges = new ViewEdges(view, ends, assetIds);
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
    TraitColumns columns = new TraitColumns(reader);
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
            reader,
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

  /** Returns the documents that were found, in their order. */
  static int[] found(int[] docs) {
    return Arrays.stream(docs).filter(doc -> doc != DocumentLookup.NONE).sorted().toArray();
  }

  @Override
  public void assetIds(Consumer<AssetId> consumer) throws IOException {
    IdScan.assets(reader, consumer);
  }

  @Override
  public Map<String, Long> assetCounts() throws IOException {
    return LiveCounts.byTerm(reader, Fields.TYPE);
  }

  @Override
  public synchronized Map<RelationshipId, Relationship> relationships(
      Collection<RelationshipId> ids) throws IOException {
    return edges.relationships(ids);
  }

  @Override
  public synchronized List<Relationship> relationshipsOf(AssetId asset, int limit)
      throws IOException {
    return edges.of(asset, limit);
  }

  @Override
  public synchronized List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit)
      throws IOException {
    return edges.deleted(fromSeq, toSeq, limit);
  }

  @Override
  public synchronized Page<Relationship> list(RelationshipQuery query) throws IOException {
    return edges.list(query);
  }

  /** As {@link #list(RelationshipQuery)}, of those of which both ends are shown. */
  synchronized Page<Relationship> shownRelationships(RelationshipQuery query) throws IOException {
    return edges.shown(query, reader);
  }

  @Override
  public synchronized void relationshipIds(Consumer<RelationshipId> consumer) throws IOException {
    edges.ids(consumer);
  }

  @Override
  public long relationshipCount() throws IOException {
    return edges.count();
  }

  /** Returns the number of live relationships of which both ends are shown. */
  synchronized long shownRelationshipCount() throws IOException {
    return edges.shownCount(reader);
  }

  @Override
  public LineageReader lineage() {
    return lineageOver(this);
  }

  @Override
  public LineageReader lineageOver(LineageState assets) {
    return new BreadthFirstLineage(assets, view::edges);
  }

  @Override
  public Optional<AssetSearch> search() {
    Executor executor = ForkJoinPool.commonPool();
    return Optional.of(
        access.isWhole()
            ? new LuceneAssetSearch(reader, documents(), executor, meaning)
            : LuceneAssetSearch.restricted(
                reader, documents(), executor, meaning, ShownAssets.fewOf(reader)));
  }

  @Override
  public StateSnapshot restrictedTo(AssetAccess wanted) {
    if (wanted.isWhole()) {
      return this;
    }
    try {
      return new RestrictedIndexSnapshot(
          new LuceneStateSnapshot(
              view,
              meaning,
              wanted,
              AccessCache.OF_PROCESS.restricted(view.reader(), wanted),
              closed),
          wanted);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("the index cannot be read", e);
    }
  }

  private AssetDocuments documents() {
    return new AssetDocuments() {
      @Override
      public Asset asset(int document) throws IOException {
        synchronized (LuceneStateSnapshot.this) {
          return access.masked(LuceneStateSnapshot.this.asset(document));
        }
      }

      @Override
      public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
        Map<AssetId, Asset> found = LuceneStateSnapshot.this.assets(ids);
        if (!access.isWhole()) {
          // Whether what is deleted would be shown, nobody can tell.
          found.values().removeIf(Asset::isDeleted);
          found.replaceAll((id, asset) -> access.masked(asset));
        }
        return found;
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
