package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.json.EntityJson;
import dev.tarn.lucene.search.SearchDocuments;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Entities as documents. */
final class StateDocuments {
  private StateDocuments() {}

  /** Returns the term that finds the entity's document. */
  static BytesRef key(Entity entity) {
    return switch (entity.kind()) {
      case ASSET -> Fields.key(((Asset) entity).id());
      case RELATIONSHIP -> Fields.key(((Relationship) entity).id());
      case ASSET_TYPE, RELATIONSHIP_TYPE -> Fields.typeKey(entity.kind(), entity.key());
    };
  }

  /**
   * @param nodes the numbers of the asset, or of the ends of the relationship
   */
  static Document document(Entity entity, BytesRef key, Map<AssetId, Integer> nodes) {
    Document document = new Document();
    add(document, Fields.KEY, key);
    document.add(new StoredField(Fields.SOURCE, EntityJson.writeBytes(entity)));
    switch (entity.kind()) {
      case ASSET -> addAsset(document, (Asset) entity, nodes);
      case RELATIONSHIP -> addEdge(document, (Relationship) entity, nodes);
      case ASSET_TYPE, RELATIONSHIP_TYPE -> addKind(document, entity.kind());
    }
    return document;
  }

  /** Returns the document of an asset of which nothing is known but that edges end there. */
  static Document stub(BytesRef key, int node) {
    Document document = new Document();
    add(document, Fields.KEY, key);
    add(document, Fields.STUB, Fields.STUB);
    document.add(new NumericDocValuesField(Fields.NODE, node));
    return document;
  }

  private static int node(Map<AssetId, Integer> nodes, AssetId id) {
    Integer node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("an asset without a number: " + id);
    }
    return node;
  }

  private static void addAsset(Document document, Asset asset, Map<AssetId, Integer> nodes) {
    document.add(new NumericDocValuesField(Fields.NODE, node(nodes, asset.id())));
    if (asset.isDeleted()) {
      addNumber(document, Fields.ASSET_DELETED, asset.seq());
      return;
    }
    addKind(document, EntityKind.ASSET);
    addOrder(document, Fields.ASSET_ORDER, Fields.order(asset.qualifiedName(), asset.id()));
    add(document, Fields.TYPE, asset.type());
    add(document, Fields.PARENT, asset.parentId());
    add(document, Fields.PLATFORM, asset.platform());
    add(document, Fields.WORKSPACE, asset.workspaceId());
    add(document, Fields.DOMAIN, asset.domainId());
    // One owner may be there under several kinds.
    Set<AssetId> owners = new HashSet<>();
    for (Owner owner : asset.owners()) {
      if (owners.add(owner.id())) {
        add(document, Fields.OWNER, owner.id());
      }
    }
    addAll(document, Fields.TAG, asset.tags());
    addAll(document, Fields.CLASSIFICATION, asset.classifications());
    addAll(document, Fields.TERM, asset.terms());
    add(document, Fields.STATUS, asset.status().code());
    SearchDocuments.add(document, asset, List.of());
    if (!asset.id().equals(AssetId.derive(asset.type(), asset.qualifiedName()))) {
      add(document, Fields.ADOPTED_NAME, Fields.name(asset.type(), asset.qualifiedName()));
    }
  }

  private static void addEdge(Document document, Relationship edge, Map<AssetId, Integer> nodes) {
    document.add(new NumericDocValuesField(Fields.SOURCE_NODE, node(nodes, edge.sourceId())));
    document.add(new NumericDocValuesField(Fields.TARGET_NODE, node(nodes, edge.targetId())));
    if (edge.deleted()) {
      addNumber(document, Fields.EDGE_DELETED, edge.seq());
      return;
    }
    addKind(document, EntityKind.RELATIONSHIP);
    addOrder(document, Fields.EDGE_ORDER, Fields.order(edge.type(), edge.id()));
    add(document, Fields.EDGE_TYPE, edge.type());
    add(document, Fields.SOURCE_END, edge.sourceId());
    add(document, Fields.TARGET_END, edge.targetId());
  }

  /** Returns the document of what one keyed request did in one group. */
  static Document outcomes(BytesRef key, BytesRef request, long recordedMillis, byte[] source) {
    Document document = new Document();
    add(document, Fields.KEY, key);
    add(document, Fields.REQUEST, request);
    addNumber(document, Fields.RECORDED, recordedMillis);
    document.add(new StoredField(Fields.SOURCE, source));
    return document;
  }

  private static void addKind(Document document, EntityKind kind) {
    add(document, Fields.KIND, kind.code());
  }

  /** Adds a field to sort by; its terms let sorting skip what comes too late. */
  private static void addOrder(Document document, String field, BytesRef order) {
    add(document, field, order);
    document.add(new SortedDocValuesField(field, order));
  }

  private static void addNumber(Document document, String field, long number) {
    document.add(new LongField(field, number, Field.Store.NO));
  }

  private static void addAll(Document document, String field, List<AssetId> ids) {
    for (AssetId id : ids) {
      add(document, field, id);
    }
  }

  private static void add(Document document, String field, @Nullable AssetId id) {
    if (id != null) {
      add(document, field, Fields.id(id));
    }
  }

  private static void add(Document document, String field, @Nullable String text) {
    if (text != null) {
      add(document, field, new BytesRef(text));
    }
  }

  private static void add(Document document, String field, BytesRef term) {
    document.add(new StringField(field, term, Field.Store.NO));
  }
}
