package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.log.Group;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.type.BuiltInTypes;
import dev.tarn.lucene.NodeNumbers.Node;
import dev.tarn.lucene.graph.LineageDelta;
import dev.tarn.lucene.vector.TextHashes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Puts entries of the log into a Lucene index. What they replace is found in the view that readers
 * have, all of a batch at once, and deleted where it was found. Not thread safe.
 */
final class StateWriter {
  /** How much longer than needed the answers of keyed requests may be kept. */
  private static final Duration EXPIRY_SLACK = Duration.ofHours(1);

  private final IndexWriter writer;
  private final NodeNumbers nodes;
  private final TextHashes texts;

  /** Entries up to here may be in the index already, unseen, and are replaced, too. */
  private long attemptedSeq;

  private long newestMillis = Long.MIN_VALUE;
  private long expiredMillis = Long.MIN_VALUE;

  StateWriter(IndexWriter writer, IndexOffset applied) {
    this.writer = writer;
    this.attemptedSeq = applied.commit().seq();
    this.nodes = new NodeNumbers(applied.nodes());
    this.texts = applied.texts();
  }

  /**
   * What readers are to know about what was written.
   *
   * @param types those that were defined or changed
   * @param nodes how many numbers of assets were given out
   */
  record Written(List<Entity> types, List<LineageDelta> lineage, int nodes) {}

  /**
   * Puts all entries after {@code appliedSeq} into the index; of each entity only the last state.
   *
   * @param view what readers see: everything up to {@code appliedSeq}
   */
  Written write(List<Group> groups, long appliedSeq, DirectoryReader view) throws IOException {
    Batch batch = new Batch(appliedSeq, newestMillis);
    groups.forEach(batch::add);
    boolean repeated = attemptedSeq > appliedSeq;
    attemptedSeq = Math.max(attemptedSeq, batch.seq());
    newestMillis = batch.newestMillis();
    DocumentLookup lookup = new DocumentLookup(view);
    Map<AssetId, Node> known = nodes(batch, view, lookup);
    writeAssets(batch, known, view, lookup, repeated);
    writeEdges(batch, known, view, lookup, repeated);
    for (Entity type : batch.types()) {
      writer.updateDocument(
          key(Fields.typeKey(type.kind(), type.key())), StateDocuments.type(type));
    }
    for (Batch.Request request : batch.requests()) {
      BytesRef key = Fields.outcomeKey(request.outcomes().getFirst().seq());
      writer.updateDocument(key(key), StateDocuments.outcomes(request));
    }
    return new Written(batch.types(), lineage(batch), nodes.next());
  }

  private static Term key(BytesRef key) {
    return new Term(Fields.KEY, key);
  }

  /**
   * Deletes the document that the view has of an entity.
   *
   * @param doc {@link DocumentLookup#NONE} if it has none
   * @param entity finds all documents of the entity
   * @param repeated whether there may be documents that the view does not have
   */
  private void delete(DirectoryReader view, int doc, Query entity, boolean repeated)
      throws IOException {
    boolean here = doc != DocumentLookup.NONE;
    // Lucene refuses when the document has moved into another segment meanwhile.
    if (repeated || (here && writer.tryDeleteDocument(view, doc) < 0)) {
      writer.deleteDocuments(entity);
    }
  }

  /** Returns the nodes of all assets of the batch and all ends of its edges. */
  private Map<AssetId, Node> nodes(Batch batch, DirectoryReader view, DocumentLookup lookup)
      throws IOException {
    Set<AssetId> wanted = new LinkedHashSet<>(batch.assets().keySet());
    for (Relationship edge : batch.edges().values()) {
      wanted.add(edge.sourceId());
      wanted.add(edge.targetId());
    }
    Map<AssetId, Node> known = nodes.of(wanted, batch::isCreated, view, lookup);
    wanted.removeAll(batch.assets().keySet());
    for (AssetId end : wanted) {
      Node node = node(known, end);
      if (node.doc() == DocumentLookup.NONE) {
        writer.updateDocument(key(Fields.key(end)), StateDocuments.stub(end, node.number()));
      }
    }
    return known;
  }

  private void writeAssets(
      Batch batch,
      Map<AssetId, Node> known,
      DirectoryReader view,
      DocumentLookup lookup,
      boolean repeated)
      throws IOException {
    ColumnParents columns = new ColumnParents(batch, view, lookup);
    List<ColumnParents.Parent> written = new ArrayList<>(columns.changed());
    Set<Integer> replaced = new HashSet<>();
    for (Asset asset : batch.assets().values()) {
      Node node = node(known, asset.id());
      written.add(new ColumnParents.Parent(asset, node.number(), node.doc()));
      replaced.add(node.doc());
    }
    Map<AssetId, List<String>> names =
        columns.names(
            written.stream().map(ColumnParents.Parent::asset).map(Asset::id).toList(), replaced);
    for (ColumnParents.Parent asset : written) {
      AssetId id = asset.asset().id();
      delete(view, asset.doc(), new TermQuery(key(Fields.key(id))), repeated);
      writer.addDocument(
          StateDocuments.document(
              asset.asset(), asset.node(), names.getOrDefault(id, List.of()), texts));
    }
  }

  private void writeEdges(
      Batch batch,
      Map<AssetId, Node> known,
      DirectoryReader view,
      DocumentLookup lookup,
      boolean repeated)
      throws IOException {
    List<Relationship> changed = new ArrayList<>();
    List<BytesRef> keys = new ArrayList<>();
    for (Relationship edge : batch.edges().values()) {
      if (!batch.isCreated(edge.id())) {
        changed.add(edge);
        keys.add(Fields.key(edge.id()));
      }
    }
    EdgeReader edges = new EdgeReader(view, lookup, new AssetIds(view, lookup));
    int[] docs =
        lookup.docs(
            keys,
            (i, doc) -> {
              Relationship edge = changed.get(i);
              return edges.is(
                  doc,
                  edge.type(),
                  node(known, edge.sourceId()).number(),
                  node(known, edge.targetId()).number());
            });
    int next = 0;
    for (Relationship edge : batch.edges().values()) {
      int source = node(known, edge.sourceId()).number();
      int target = node(known, edge.targetId()).number();
      int doc = batch.isCreated(edge.id()) ? DocumentLookup.NONE : docs[next++];
      delete(view, doc, EdgeDocuments.exactly(edge, source, target), repeated);
      writer.addDocument(EdgeDocuments.document(edge, source, target));
    }
  }

  private static List<LineageDelta> lineage(Batch batch) {
    List<LineageDelta> lineage = new ArrayList<>();
    for (Relationship edge : batch.edges().values()) {
      if (edge.type().equals(BuiltInTypes.LINEAGE)) {
        lineage.add(new LineageDelta(edge.sourceId(), edge.targetId(), !edge.deleted()));
      }
    }
    return lineage;
  }

  private static Node node(Map<AssetId, Node> known, AssetId id) {
    return Objects.requireNonNull(known.get(id));
  }

  /** Tells that readers see what was written. */
  void shown() {
    nodes.seen();
  }

  /**
   * Deletes answers that are older than they need to be kept, by the time of the newest entry: what
   * is deleted depends on the log alone.
   */
  void expireOutcomes() throws IOException {
    if (newestMillis == Long.MIN_VALUE || newestMillis - EXPIRY_SLACK.toMillis() < expiredMillis) {
      return;
    }
    long keptMillis = newestMillis - StateIndex.IDEMPOTENCY_RETENTION.toMillis();
    writer.deleteDocuments(
        LongField.newRangeQuery(Fields.RECORDED, Long.MIN_VALUE, keptMillis - 1));
    expiredMillis = newestMillis;
  }
}
