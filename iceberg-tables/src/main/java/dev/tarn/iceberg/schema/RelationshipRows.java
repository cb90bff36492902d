package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/**
 * Relationships as rows of {@code relationships}. Rows have the whole current schema. Thread safe.
 */
public final class RelationshipRows {
  private static final int ID = CatalogTable.RELATIONSHIPS.position("id");
  private static final int TYPE = CatalogTable.RELATIONSHIPS.position("type");
  private static final int SOURCE_ID = CatalogTable.RELATIONSHIPS.position("source_id");
  private static final int TARGET_ID = CatalogTable.RELATIONSHIPS.position("target_id");
  private static final int ATTRIBUTES = CatalogTable.RELATIONSHIPS.position("attributes");
  private static final int DELETED = CatalogTable.RELATIONSHIPS.position("deleted");
  private static final int CREATED_AT = CatalogTable.RELATIONSHIPS.position("created_at");
  private static final int CREATED_BY = CatalogTable.RELATIONSHIPS.position("created_by");
  private static final int UPDATED_AT = CatalogTable.RELATIONSHIPS.position("updated_at");
  private static final int UPDATED_BY = CatalogTable.RELATIONSHIPS.position("updated_by");
  private static final int VERSION = CatalogTable.RELATIONSHIPS.position("version");
  private static final int SEQ = CatalogTable.RELATIONSHIPS.position("seq");

  private RelationshipRows() {}

  /** Returns the relationship as a row. */
  public static Record write(Relationship edge) {
    Record row = GenericRecord.create(CatalogTable.RELATIONSHIPS.schema());
    row.set(ID, edge.id().value());
    row.set(TYPE, edge.type());
    row.set(SOURCE_ID, edge.sourceId().value());
    row.set(TARGET_ID, edge.targetId().value());
    row.set(ATTRIBUTES, Cells.attributes(edge.attributes()));
    row.set(DELETED, edge.deleted());
    row.set(CREATED_AT, Cells.time(edge.createdAt()));
    row.set(CREATED_BY, edge.createdBy());
    row.set(UPDATED_AT, Cells.time(edge.updatedAt()));
    row.set(UPDATED_BY, edge.updatedBy());
    row.set(VERSION, edge.version());
    row.set(SEQ, edge.seq());
    return row;
  }

  /** Returns the relationship that the row holds. */
  public static Relationship read(Record row) {
    return new Relationship(
        id(row),
        Cells.text(row, TYPE),
        Cells.id(row, SOURCE_ID),
        Cells.id(row, TARGET_ID),
        Cells.attributes(row, ATTRIBUTES),
        Cells.flag(row, DELETED),
        Cells.time(row, CREATED_AT),
        Cells.text(row, CREATED_BY),
        Cells.time(row, UPDATED_AT),
        Cells.text(row, UPDATED_BY),
        Cells.number(row, VERSION),
        Cells.number(row, SEQ));
  }

  /** Returns the id of a row without reading the rest of it. */
  public static RelationshipId id(Record row) {
    return new RelationshipId(Cells.text(row, ID));
  }
}
