package dev.tarn.iceberg.schema;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types.NestedField;

/** The tables of the namespace {@code tarn} in every branch of a tenant. */
@SuppressWarnings(
    "ImmutableEnumChecker") // Iceberg's schemas, specs and orders are, but do not say so
public enum CatalogTable {
  /** The log: one row is one change. Append-only, by day of commit. */
  CHANGES(
      "changes",
      2,
      ChangeColumns.SCHEMA,
      PartitionSpec.builderFor(ChangeColumns.SCHEMA).day("committed_at").build(),
      SortOrder.builderFor(ChangeColumns.SCHEMA).asc("entity_id").asc("seq").build(),
      "entity_id"),

  /** One row is the current state of one asset, tombstones included. */
  ASSETS(
      "assets",
      3,
      AssetColumns.SCHEMA,
      PartitionSpec.unpartitioned(),
      SortOrder.builderFor(AssetColumns.SCHEMA).asc("type").asc("qualified_name").build(),
      "id"),

  /** One row is the current state of one relationship, tombstones included. */
  RELATIONSHIPS(
      "relationships",
      3,
      RelationshipColumns.SCHEMA,
      PartitionSpec.unpartitioned(),
      SortOrder.builderFor(RelationshipColumns.SCHEMA).asc("type").asc("id").build(),
      "id"),

  /** One row is one asset type or relationship type that a tenant has added or extended. */
  TYPES(
      "types", 2, TypeColumns.SCHEMA, PartitionSpec.unpartitioned(), SortOrder.unsorted(), "name"),

  /** One row is one report that a user's table was read or written. Append-only, by day. */
  USAGE(
      "usage",
      2,
      UsageColumns.SCHEMA,
      PartitionSpec.builderFor(UsageColumns.SCHEMA).day("reported_at").build(),
      SortOrder.builderFor(UsageColumns.SCHEMA).asc("table_id").build(),
      "table_id"),

  /** One row is one event of the tenant's audit; in the main branch. Append-only, by day. */
  AUDIT(
      "audit",
      2,
      AuditColumns.SCHEMA,
      PartitionSpec.builderFor(AuditColumns.SCHEMA).day("at").build(),
      SortOrder.builderFor(AuditColumns.SCHEMA).asc("number").build(),
      "actor");

  /** Tables that a branch lacks until it is opened by a Tarn that knows them. */
  private static final Set<String> LATER = Set.of("usage", "audit");

  /** The version of all schemas here; raised by each change of a column. */
  public static final int SCHEMA_VERSION = 2;

  /** The table property that holds the version of the schema. */
  public static final String SCHEMA_VERSION_PROPERTY = "tarn.schema-version";

  /** How many earlier metadata files a table's metadata names: Nessie's history has them all. */
  private static final int PREVIOUS_METADATA_FILES = 1;

  /** Every commit that replaces rows reads the manifests of deletion vectors: they stay few. */
  private static final int MANIFESTS_TO_MERGE = 20;

  /** Writers hold a row group in memory, and readers leave out what they can by row group. */
  private static final long ROW_GROUP_BYTES = 4L << 20;

  private final String tableName;
  private final int formatVersion;
  private final Schema schema;
  private final PartitionSpec spec;
  private final SortOrder sortOrder;
  private final String keyColumn;

  CatalogTable(
      String tableName,
      int formatVersion,
      Schema schema,
      PartitionSpec spec,
      SortOrder sortOrder,
      String keyColumn) {
    this.tableName = tableName;
    this.formatVersion = formatVersion;
    this.schema = schema;
    this.spec = spec;
    this.sortOrder = sortOrder;
    this.keyColumn = keyColumn;
  }

  /** Returns the name within the namespace. */
  public String tableName() {
    return tableName;
  }

  /** Returns the Iceberg format version. */
  public int formatVersion() {
    return formatVersion;
  }

  /** Returns the current schema, with Tarn's field ids. */
  public Schema schema() {
    return schema;
  }

  public PartitionSpec spec() {
    return spec;
  }

  /** Returns the order of rows in compacted files. */
  public SortOrder sortOrder() {
    return sortOrder;
  }

  /** Returns the column that names the entity; larger files have a Bloom filter on it. */
  public String keyColumn() {
    return keyColumn;
  }

  /** Returns the metadata of a new, empty table of the current version. */
  public TableMetadata newMetadata(String location) {
    return TableMetadata.buildFromEmpty(formatVersion)
        .assignUUID()
        .setLocation(location)
        .setCurrentSchema(schema, schema.highestFieldId())
        .setDefaultPartitionSpec(spec)
        .setDefaultSortOrder(sortOrder)
        .setProperties(properties())
        .discardChanges()
        .build();
  }

  /**
   * Returns the metadata brought up to the current version, to be committed by the caller; the same
   * object if there is nothing to do.
   *
   * @throws CatalogException {@code storage-too-new} if a newer Tarn has written the table
   */
  public TableMetadata upgraded(TableMetadata older) {
    int version = older.propertyAsInt(SCHEMA_VERSION_PROPERTY, 0);
    if (version > SCHEMA_VERSION) {
      throw new CatalogException(
          ErrorCode.STORAGE_TOO_NEW,
          "table %s has schema version %d; this Tarn knows up to %d"
              .formatted(tableName, version, SCHEMA_VERSION));
    }
    if (version == SCHEMA_VERSION) {
      return older;
    }
    TableMetadata.Builder builder = TableMetadata.buildFrom(older);
    if (!older.schema().sameSchema(schema)) {
      builder.setCurrentSchema(schema, Math.max(older.lastColumnId(), schema.highestFieldId()));
    }
    return builder
        .setDefaultPartitionSpec(spec)
        .setDefaultSortOrder(sortOrder)
        .setProperties(properties())
        .build();
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(SCHEMA_VERSION_PROPERTY, Integer.toString(SCHEMA_VERSION));
    properties.put("comment", comment());
    // Files are shared by branches: only a collector that knows every reference may remove one.
    properties.put("gc.enabled", "false");
    properties.put(
        "write.metadata.previous-versions-max", Integer.toString(PREVIOUS_METADATA_FILES));
    properties.put("write.parquet.compression-codec", "zstd");
    properties.put("write.parquet.row-group-size-bytes", Long.toString(ROW_GROUP_BYTES));
    properties.put("commit.manifest.min-count-to-merge", Integer.toString(MANIFESTS_TO_MERGE));
    // Snapshots and their manifests are rewritten on every commit: bounds only where a scan can
    // prune.
    properties.put("write.metadata.metrics.default", "counts");
    for (NestedField column : schema.columns()) {
      if (isBounded(column.name())) {
        properties.put("write.metadata.metrics.column." + column.name(), "truncate(32)");
      }
    }
    return Map.copyOf(properties);
  }

  /** Returns whether commits of an older Tarn may lack the table. */
  public static boolean isLater(String tableName) {
    return LATER.contains(tableName);
  }

  private static boolean isBounded(String column) {
    return switch (column) {
      case "reported_at", "table_id", "at", "number" -> true;
      case "seq", "committed_at", "entity_id", "id", "type", "qualified_name", "name" -> true;
      case "source_id", "target_id", "parent_id" -> true;
      default -> false;
    };
  }

  private String comment() {
    return switch (this) {
      case CHANGES -> "The change log: audit trail, version history and source of all other tables";
      case ASSETS -> "The current state of every asset; rows with status 'deleted' are tombstones";
      case RELATIONSHIPS ->
          "The current state of every edge between assets; rows with deleted = true are tombstones";
      case TYPES -> "Asset and relationship types that are not built in, or extend a built-in one";
      case USAGE -> "Which of the users' tables was read or written, when and by whom";
      case AUDIT -> "What was refused, and what only few may do: a copy of the tenant's audit";
    };
  }

  /** Returns the position of a top-level column. */
  int position(String column) {
    for (int i = 0; i < schema.columns().size(); i++) {
      if (schema.columns().get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + column + " in " + tableName);
  }
}
