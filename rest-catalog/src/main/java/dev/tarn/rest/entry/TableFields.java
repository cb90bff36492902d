package dev.tarn.rest.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/** What the asset of a table says, besides its columns. */
final class TableFields {
  private static final String FORMAT = "iceberg";

  /** The version of Iceberg's table format that has them, and writes no other position deletes. */
  private static final int DELETION_VECTORS_SINCE = 3;

  private TableFields() {}

  /**
   * Returns the attributes of a table.
   *
   * @param before the metadata that the asset shows now; null if there is none
   */
  static Map<String, @Nullable Object> attributes(
      @Nullable TableMetadata before, TableMetadata after) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("format", FORMAT);
    attributes.put("location", after.location());
    attributes.put("externalId", after.uuid());
    attributes.put("partitioning", partitioning(after.spec(), after.schema()));
    attributes.put("sortOrder", sortOrder(after.sortOrder(), after.schema()));
    attributes.put(
        "primaryKey",
        after.schema().identifierFieldIds().stream()
            .sorted()
            .map(after.schema()::findColumnName)
            .toList());
    attributes.put(
        "properties",
        NamespaceEntry.laid(before == null ? Map.of() : before.properties(), after.properties()));
    attributes.put("sourceUpdatedAt", time(after.lastUpdatedMillis()));
    Snapshot snapshot = after.currentSnapshot();
    Map<String, String> summary = summary(snapshot);
    attributes.put("rowCount", rows(after.formatVersion(), summary));
    attributes.put("sizeBytes", number(summary.get("total-files-size")));
    if (before == null || !before.schema().sameSchema(after.schema())) {
      attributes.put("rawSchema", SchemaParser.toJson(after.schema()));
    }
    TableUpkeep upkeep = TableUpkeep.of(after, summary);
    attributes.put("maintenance", upkeep.needs());
    Map<String, @Nullable Object> metadata = metadata(before, after, snapshot, summary);
    metadata.put("files", upkeep.figures());
    attributes.put("metadata", metadata);
    return attributes;
  }

  private static Map<String, @Nullable Object> metadata(
      @Nullable TableMetadata before,
      TableMetadata after,
      @Nullable Snapshot snapshot,
      Map<String, String> summary) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("formatVersion", (long) after.formatVersion());
    metadata.put("schemaId", (long) after.currentSchemaId());
    metadata.put("snapshots", (long) after.snapshots().size());
    if (snapshot != null) {
      Map<String, @Nullable Object> current = new LinkedHashMap<>();
      // As text: JSON's numbers lose digits in many readers.
      current.put("id", Long.toString(snapshot.snapshotId()));
      Long parentId = snapshot.parentId();
      current.put("parentId", parentId == null ? null : Long.toString(parentId));
      current.put("sequenceNumber", snapshot.sequenceNumber());
      current.put("timestamp", time(snapshot.timestampMillis()));
      current.put("operation", snapshot.operation());
      current.put("summary", summary);
      metadata.put("snapshot", current);
    }
    Map<String, Object> refs = new LinkedHashMap<>();
    after
        .refs()
        .forEach(
            (name, ref) ->
                refs.put(
                    name,
                    Map.of(
                        "type",
                        ref.isBranch() ? "branch" : "tag",
                        "snapshotId",
                        Long.toString(ref.snapshotId()))));
    metadata.put("refs", refs);
    if (before != null && !before.schema().sameSchema(after.schema())) {
      metadata.put("schemaChange", schemaChange(before, after));
    }
    return metadata;
  }

  /** Returns what a commit does to the schema, by paths. */
  private static Map<String, Object> schemaChange(TableMetadata before, TableMetadata after) {
    Map<Integer, Column> old = Column.of(before.schema(), before.spec());
    Map<Integer, Column> now = Column.of(after.schema(), after.spec());
    List<String> added = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    List<Map<String, String>> renamed = new ArrayList<>();
    List<Map<String, String>> retyped = new ArrayList<>();
    now.forEach(
        (id, column) -> {
          Column was = old.get(id);
          if (was == null) {
            added.add(column.path());
            return;
          }
          if (!was.path().equals(column.path())) {
            renamed.add(Map.of("from", was.path(), "to", column.path()));
          }
          if (!was.dataType().equals(column.dataType())) {
            retyped.add(
                Map.of("column", column.path(), "from", was.dataType(), "to", column.dataType()));
          }
        });
    old.forEach(
        (id, column) -> {
          if (!now.containsKey(id)) {
            dropped.add(column.path());
          }
        });
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("fromSchemaId", (long) before.currentSchemaId());
    change.put("toSchemaId", (long) after.currentSchemaId());
    change.put("added", added);
    change.put("dropped", dropped);
    change.put("renamed", renamed);
    change.put("retyped", retyped);
    return change;
  }

  private static List<String> partitioning(PartitionSpec spec, Schema schema) {
    return spec.fields().stream()
        .filter(field -> !field.transform().isVoid())
        .map(field -> term(field.transform().toString(), schema.findColumnName(field.sourceId())))
        .toList();
  }

  private static List<String> sortOrder(SortOrder order, Schema schema) {
    return order.fields().stream()
        .map(
            field ->
                term(field.transform().toString(), schema.findColumnName(field.sourceId()))
                    + " "
                    + field.direction()
                    + (field.nullOrder() == NullOrder.NULLS_FIRST ? " NULLS FIRST" : " NULLS LAST"))
        .toList();
  }

  private static String term(String transform, @Nullable String column) {
    String of = Objects.requireNonNullElse(column, "?");
    return transform.equals("identity") ? of : transform + "(" + of + ")";
  }

  private static Map<String, String> summary(@Nullable Snapshot snapshot) {
    Map<String, String> summary = snapshot == null ? null : snapshot.summary();
    return summary == null ? Map.of() : new HashMap<>(summary);
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /**
   * Returns the rows that a reader finds, where the summary tells: deletion vectors mark rows that
   * are there. Position deletes of older formats may mark rows of files that are gone, and what an
   * equality delete is for only reading tells: null.
   */
  private static @Nullable Long rows(int formatVersion, Map<String, String> summary) {
    Long records = number(summary.get("total-records"));
    Long marked = number(summary.getOrDefault("total-position-deletes", "0"));
    Long equalities = number(summary.getOrDefault("total-equality-deletes", "0"));
    if (records == null || marked == null || equalities == null || equalities != 0) {
      return null;
    }
    return marked == 0 || formatVersion >= DELETION_VECTORS_SINCE
        ? Long.valueOf(Math.max(0, records - marked))
        : null;
  }

  static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      // The engine's word for it, which is not checked by anyone: the rest of the entry is right.
      return null;
    }
  }
}
