package dev.tarn.lucene;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Owner;
import dev.tarn.json.EntityJson;
import dev.tarn.lucene.search.SearchDocuments;
import dev.tarn.lucene.vector.TextHashes;
import java.util.HashSet;
import java.util.List;
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

/** What is no relationship as documents. */
final class StateDocuments {
  /** The type of assets that their parents are found by. */
  private static final String COLUMN = "column";

  private StateDocuments() {}

  /**
   * @param columnNames of the asset's columns, if it has some
   */
  static Document document(Asset asset, int node, List<String> columnNames, TextHashes texts) {
    Document document = new Document();
    add(document, Fields.KEY, Fields.key(asset.id()));
    addSource(document, asset);
    addNode(document, node);
    if (asset.isDeleted()) {
      addNumber(document, Fields.ASSET_DELETED, asset.seq());
    } else {
      addLive(document, asset, columnNames);
      texts.add(document, asset);
    }
    return document;
  }

  /** Returns the document of a type. */
  static Document type(Entity type) {
    Document document = new Document();
    add(document, Fields.KEY, Fields.typeKey(type.kind(), type.key()));
    addSource(document, type);
    addKind(document, type.kind());
    return document;
  }

  /** Returns the document of an asset of which nothing is known but that edges end there. */
  static Document stub(AssetId id, int node) {
    Document document = new Document();
    add(document, Fields.KEY, Fields.key(id));
    document.add(new StringField(Fields.STUB, Fields.id(id), Field.Store.YES));
    addNode(document, node);
    return document;
  }

  private static void addSource(Document document, Entity entity) {
    document.add(new StoredField(Fields.SOURCE, EntityJson.writeBytes(entity)));
  }

  private static void addNode(Document document, int node) {
    add(document, Fields.NODE, Fields.node(node));
    document.add(new NumericDocValuesField(Fields.NODE, node));
  }

  private static void addLive(Document document, Asset asset, List<String> columnNames) {
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
    if (columnParent(asset) != null) {
      document.add(new SortedDocValuesField(Fields.COLUMN_NAME, new BytesRef(asset.name())));
    }
    SearchDocuments.add(document, asset, columnNames);
    if (!asset.id().equals(AssetId.derive(asset.type(), asset.qualifiedName()))) {
      add(document, Fields.ADOPTED_NAME, Fields.name(asset.type(), asset.qualifiedName()));
    }
  }

  /** Returns the asset that has this one as a column; null if it is no column, or deleted. */
  static @Nullable AssetId columnParent(Asset asset) {
    return asset.type().equals(COLUMN) && !asset.isDeleted() ? asset.parentId() : null;
  }

  /** Returns the document of what one keyed request did in one group. */
  static Document outcomes(Batch.Request request) {
    Document document = new Document();
    add(document, Fields.KEY, Fields.outcomeKey(request.outcomes().getFirst().seq()));
    add(document, Fields.REQUEST, Fields.request(request.actor(), request.key()));
    addNumber(document, Fields.RECORDED, request.recordedMillis());
    document.add(new StoredField(Fields.SOURCE, OutcomeJson.write(request.outcomes())));
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
