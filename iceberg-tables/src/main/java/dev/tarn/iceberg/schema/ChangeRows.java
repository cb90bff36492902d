package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Operation;
import dev.tarn.core.scope.CredentialUse;
import dev.tarn.json.EntityJson;
import java.time.Instant;
import java.util.Objects;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/**
 * Log entries as rows of {@code changes}. Rows have the whole current schema; salt and hash are the
 * log's. Thread safe.
 */
public final class ChangeRows {
  private static final int SEQ = CatalogTable.CHANGES.position("seq");
  private static final int COMMITTED_AT = CatalogTable.CHANGES.position("committed_at");
  private static final int GROUP_ID = CatalogTable.CHANGES.position("group_id");
  private static final int ORDINAL = CatalogTable.CHANGES.position("ordinal");
  private static final int OPERATION = CatalogTable.CHANGES.position("operation");
  private static final int ENTITY_KIND = CatalogTable.CHANGES.position("entity_kind");
  private static final int ENTITY_ID = CatalogTable.CHANGES.position("entity_id");
  private static final int ENTITY_TYPE = CatalogTable.CHANGES.position("entity_type");
  private static final int QUALIFIED_NAME = CatalogTable.CHANGES.position("qualified_name");
  private static final int VERSION = CatalogTable.CHANGES.position("version");
  private static final int ACTOR = CatalogTable.CHANGES.position("actor");
  private static final int REQUEST_ID = CatalogTable.CHANGES.position("request_id");
  private static final int SOURCE = CatalogTable.CHANGES.position("source");
  private static final int REASON = CatalogTable.CHANGES.position("reason");
  private static final int CHANGED_FIELDS = CatalogTable.CHANGES.position("changed_fields");
  private static final int BEFORE = CatalogTable.CHANGES.position("before");
  private static final int AFTER = CatalogTable.CHANGES.position("after");
  private static final int IDEMPOTENCY_KEY = CatalogTable.CHANGES.position("idempotency_key");
  private static final int REQUEST_FINGERPRINT =
      CatalogTable.CHANGES.position("request_fingerprint");
  private static final int CREDENTIAL_KIND = CatalogTable.CHANGES.position("credential_kind");
  private static final int CREDENTIAL_ID = CatalogTable.CHANGES.position("credential_id");
  private static final int ADDRESS = CatalogTable.CHANGES.position("address");

  private ChangeRows() {}

  /** Returns the entry as a row. */
  public static Record write(LogEntry entry) {
    Record row = GenericRecord.create(CatalogTable.CHANGES.schema());
    row.set(SEQ, entry.seq());
    row.set(COMMITTED_AT, Cells.time(entry.committedAt()));
    row.set(GROUP_ID, entry.groupId());
    row.set(ORDINAL, entry.ordinal());
    row.set(OPERATION, entry.operation().code());
    row.set(ENTITY_KIND, entry.kind().code());
    row.set(ENTITY_ID, entry.key());
    if (entry.after() instanceof Asset asset) {
      row.set(ENTITY_TYPE, asset.type());
      row.set(QUALIFIED_NAME, asset.qualifiedName());
    } else if (entry.after() instanceof Relationship edge) {
      row.set(ENTITY_TYPE, edge.type());
    }
    row.set(VERSION, entry.after().version());
    row.set(ACTOR, entry.actor());
    row.set(REQUEST_ID, entry.requestId());
    row.set(SOURCE, entry.source());
    row.set(REASON, entry.reason());
    row.set(CHANGED_FIELDS, entry.changedFields());
    Entity before = entry.before();
    row.set(BEFORE, before == null ? null : EntityJson.write(before));
    row.set(AFTER, EntityJson.write(entry.after()));
    row.set(IDEMPOTENCY_KEY, entry.idempotencyKey());
    row.set(REQUEST_FINGERPRINT, entry.requestFingerprint());
    CredentialUse via = entry.via();
    if (via != null) {
      row.set(CREDENTIAL_KIND, via.kind());
      row.set(CREDENTIAL_ID, via.id());
      row.set(ADDRESS, via.address());
    }
    return row;
  }

  /** Returns the entry that the row holds. */
  public static LogEntry read(Record row) {
    EntityKind kind = EntityKind.ofCode(Cells.text(row, ENTITY_KIND));
    return new LogEntry(
        seq(row),
        Cells.time(row, COMMITTED_AT),
        Cells.text(row, GROUP_ID),
        Objects.requireNonNull(row.get(ORDINAL, Integer.class)),
        Operation.ofCode(Cells.text(row, OPERATION)),
        entity(kind, Cells.optionalText(row, BEFORE)),
        EntityJson.read(kind, Cells.text(row, AFTER)),
        Cells.texts(row, CHANGED_FIELDS),
        Cells.text(row, ACTOR),
        Cells.text(row, REQUEST_ID),
        Cells.optionalText(row, SOURCE),
        Cells.optionalText(row, REASON),
        Cells.optionalText(row, IDEMPOTENCY_KEY),
        Cells.optionalText(row, REQUEST_FINGERPRINT),
        via(row));
  }

  private static @Nullable CredentialUse via(Record row) {
    String kind = Cells.optionalText(row, CREDENTIAL_KIND);
    return kind == null
        ? null
        : new CredentialUse(
            kind, Cells.optionalText(row, CREDENTIAL_ID), Cells.optionalText(row, ADDRESS));
  }

  /** Returns the sequence number of a row without reading the rest of it. */
  public static long seq(Record row) {
    return Cells.number(row, SEQ);
  }

  /** Returns what kind of entity a row is about, without reading the rest of it. */
  public static EntityKind kind(Record row) {
    return EntityKind.ofCode(Cells.text(row, ENTITY_KIND));
  }

  /** Returns the id or name of the entity that a row is about, without reading the rest of it. */
  public static String key(Record row) {
    return Cells.text(row, ENTITY_ID);
  }

  /** Returns when a row was committed, without reading the rest of it. */
  public static Instant committedAt(Record row) {
    return Cells.time(row, COMMITTED_AT);
  }

  /** Returns whether a row is of a keyed request, without reading the rest of it. */
  public static boolean isKeyed(Record row) {
    return Cells.optionalText(row, IDEMPOTENCY_KEY) != null;
  }

  /** Returns whether a row is about an entity, without reading the rest of it. */
  public static boolean isAbout(Record row, EntityKind kind, String key) {
    return Cells.text(row, ENTITY_ID).equals(key)
        && Cells.text(row, ENTITY_KIND).equals(kind.code());
  }

  private static @Nullable Entity entity(EntityKind kind, @Nullable String json) {
    return json == null ? null : EntityJson.read(kind, json);
  }
}
