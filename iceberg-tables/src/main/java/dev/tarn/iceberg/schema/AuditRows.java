package dev.tarn.iceberg.schema;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Entries of an audit as rows of {@code audit}. */
public final class AuditRows {
  private static final int NUMBER = CatalogTable.AUDIT.position("number");
  private static final int AT = CatalogTable.AUDIT.position("at");
  private static final int TENANT = CatalogTable.AUDIT.position("tenant");
  private static final int ACTOR = CatalogTable.AUDIT.position("actor");
  private static final int CREDENTIAL_KIND = CatalogTable.AUDIT.position("credential_kind");
  private static final int CREDENTIAL_ID = CatalogTable.AUDIT.position("credential_id");
  private static final int ADDRESS = CatalogTable.AUDIT.position("address");
  private static final int REQUEST_ID = CatalogTable.AUDIT.position("request_id");
  private static final int ACTION = CatalogTable.AUDIT.position("action");
  private static final int RESOURCE = CatalogTable.AUDIT.position("resource");
  private static final int DECISION = CatalogTable.AUDIT.position("decision");
  private static final int REASON = CatalogTable.AUDIT.position("reason");
  private static final int SALT = CatalogTable.AUDIT.position("salt");
  private static final int HASH = CatalogTable.AUDIT.position("hash");

  private AuditRows() {}

  /** Returns an entry as a row. */
  public static Record write(AuditEntry entry) {
    AuditEvent event = entry.event();
    Record row = GenericRecord.create(CatalogTable.AUDIT.schema());
    row.set(NUMBER, entry.number());
    row.set(AT, Cells.time(event.time()));
    row.set(TENANT, event.tenant());
    row.set(ACTOR, event.actor());
    row.set(CREDENTIAL_KIND, event.credentialKind());
    row.set(CREDENTIAL_ID, event.credentialId());
    row.set(ADDRESS, event.address());
    row.set(REQUEST_ID, event.requestId());
    row.set(ACTION, event.action());
    row.set(RESOURCE, event.resource());
    row.set(DECISION, event.decision().code());
    row.set(REASON, event.reason());
    row.set(SALT, entry.salt());
    row.set(HASH, entry.hash());
    return row;
  }

  /** Returns the number of a row's entry. */
  public static long number(Record row) {
    return Cells.number(row, NUMBER);
  }

  /** Returns the salt of a row's entry; null if that has none. */
  public static @Nullable String salt(Record row) {
    return Cells.optionalText(row, SALT);
  }
}
