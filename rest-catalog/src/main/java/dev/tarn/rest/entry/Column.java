package dev.tarn.rest.entry;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.EntryNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * A column, or a field nested in one, as an asset shows it.
 *
 * @param path names from the outermost field, by dots, as Iceberg has them
 * @param ordinal position among the fields beside it, from 1
 */
record Column(
    int fieldId,
    String path,
    String name,
    String dataType,
    @Nullable String doc,
    boolean nullable,
    int ordinal,
    boolean partitionKey,
    boolean primaryKey) {
  /** With more, a table cannot have an entry. */
  static final int MAX_COLUMNS = 4_000;

  /** Returns the columns of a schema by field id, outer ones first. */
  static Map<Integer, Column> of(Schema schema, @Nullable PartitionSpec spec) {
    Set<Integer> partitionKeys = new HashSet<>();
    if (spec != null) {
      for (PartitionField field : spec.fields()) {
        partitionKeys.add(field.sourceId());
      }
    }
    Map<Integer, Column> columns = new LinkedHashMap<>();
    addAll(columns, schema.asStruct(), "", partitionKeys, schema.identifierFieldIds());
    if (columns.size() > MAX_COLUMNS) {
      throw new CatalogException(
          ErrorCode.REQUEST_TOO_LARGE,
          "a table has at most " + MAX_COLUMNS + " columns and nested fields");
    }
    return columns;
  }

  private static void addAll(
      Map<Integer, Column> columns,
      Types.StructType struct,
      String prefix,
      Set<Integer> partitionKeys,
      Set<Integer> primaryKeys) {
    int ordinal = 0;
    for (Types.NestedField field : struct.fields()) {
      String path = prefix + field.name();
      columns.put(
          field.fieldId(),
          new Column(
              field.fieldId(),
              path,
              field.name(),
              field.type().toString(),
              field.doc(),
              field.isOptional(),
              ++ordinal,
              partitionKeys.contains(field.fieldId()),
              primaryKeys.contains(field.fieldId())));
      addNested(columns, field.type(), path, partitionKeys, primaryKeys);
    }
  }

  private static void addNested(
      Map<Integer, Column> columns,
      Type type,
      String path,
      Set<Integer> partitionKeys,
      Set<Integer> primaryKeys) {
    switch (type) {
      case Types.StructType struct ->
          addAll(columns, struct, path + ".", partitionKeys, primaryKeys);
      case Types.ListType list ->
          addNested(columns, list.elementType(), path + ".element", partitionKeys, primaryKeys);
      case Types.MapType map -> {
        addNested(columns, map.keyType(), path + ".key", partitionKeys, primaryKeys);
        addNested(columns, map.valueType(), path + ".value", partitionKeys, primaryKeys);
      }
      default -> {
        // A primitive has no fields.
      }
    }
  }

  /** Returns what an asset says of the column, without its description. */
  Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> attributes = new HashMap<>();
    attributes.put("dataType", dataType);
    attributes.put("ordinal", (long) ordinal);
    attributes.put("fieldId", (long) fieldId);
    attributes.put("nullable", nullable);
    attributes.put("partitionKey", partitionKey);
    attributes.put("primaryKey", primaryKey);
    attributes.put("fieldPath", path.equals(name) ? null : path);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", EntryNames.shortName(name));
    fields.put("platform", EntryNames.PLATFORM);
    fields.put("attributes", attributes);
    return fields;
  }
}
