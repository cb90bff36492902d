package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.json.EntityJson;
import java.util.List;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Asset types and relationship types as rows of {@code types}. Thread safe. */
public final class TypeRows {
  private static final int KIND = CatalogTable.TYPES.position("kind");
  private static final int NAME = CatalogTable.TYPES.position("name");
  private static final int INVERSE_NAME = CatalogTable.TYPES.position("inverse_name");
  private static final int DESCRIPTION = CatalogTable.TYPES.position("description");
  private static final int PARENT_TYPES = CatalogTable.TYPES.position("parent_types");
  private static final int SOURCE_TYPES = CatalogTable.TYPES.position("source_types");
  private static final int TARGET_TYPES = CatalogTable.TYPES.position("target_types");
  private static final int ATTRIBUTE_NAMES = CatalogTable.TYPES.position("attribute_names");
  private static final int BUILT_IN = CatalogTable.TYPES.position("built_in");
  private static final int DEFINITION = CatalogTable.TYPES.position("definition");
  private static final int VERSION = CatalogTable.TYPES.position("version");
  private static final int UPDATED_AT = CatalogTable.TYPES.position("updated_at");
  private static final int UPDATED_BY = CatalogTable.TYPES.position("updated_by");
  private static final int SEQ = CatalogTable.TYPES.position("seq");

  private TypeRows() {}

  /**
   * Returns the type that an entry has made as a row.
   *
   * @throws IllegalArgumentException if the entry is about something else
   */
  public static Record write(LogEntry entry) {
    Record row = GenericRecord.create(CatalogTable.TYPES.schema());
    switch (entry.after()) {
      case AssetType type -> {
        row.set(DESCRIPTION, type.description());
        row.set(PARENT_TYPES, type.parentTypes());
        row.set(SOURCE_TYPES, List.of());
        row.set(TARGET_TYPES, List.of());
        row.set(ATTRIBUTE_NAMES, names(type.attributes()));
        row.set(BUILT_IN, type.builtIn());
      }
      case RelationshipType type -> {
        row.set(INVERSE_NAME, type.inverseName());
        row.set(DESCRIPTION, type.description());
        row.set(PARENT_TYPES, List.of());
        row.set(SOURCE_TYPES, type.sourceTypes());
        row.set(TARGET_TYPES, type.targetTypes());
        row.set(ATTRIBUTE_NAMES, names(type.attributes()));
        row.set(BUILT_IN, type.builtIn());
      }
      default -> throw new IllegalArgumentException("no type: " + entry.kind());
    }
    row.set(KIND, entry.kind().code());
    row.set(NAME, entry.key());
    row.set(DEFINITION, EntityJson.write(entry.after()));
    row.set(VERSION, entry.after().version());
    row.set(UPDATED_AT, Cells.time(entry.committedAt()));
    row.set(UPDATED_BY, entry.actor());
    row.set(SEQ, entry.seq());
    return row;
  }

  /** Returns the {@link AssetType} or {@link RelationshipType} that the row holds. */
  public static Entity read(Record row) {
    return EntityJson.read(kind(row), Cells.text(row, DEFINITION));
  }

  /** Returns whether the row is an asset type or a relationship type. */
  public static EntityKind kind(Record row) {
    return EntityKind.ofCode(Cells.text(row, KIND));
  }

  /** Returns the type's name. */
  public static String name(Record row) {
    return Cells.text(row, NAME);
  }

  private static List<String> names(List<AttributeDefinition> attributes) {
    return attributes.stream().map(AttributeDefinition::name).toList();
  }
}
