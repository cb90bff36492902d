package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.LogEntry;
import dev.tarn.json.EntityJson;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Writes tables as an older Tarn wrote them, for tests that the current one reads them.
 *
 * <p>{@code golden/schema-0} is the table format of the development versions before {@code
 * tarn.schema-version} 1: {@code changes} without idempotency keys and names, {@code assets}
 * without scores. For each table there is its metadata, with {@value #LOCATION} for the location; a
 * data file; and what is in it, as lines of JSON. The files are checked in and never written again:
 * run {@link #main} with a new folder before the schema changes, and add the folder to the test.
 */
public final class GoldenTables {
  static final String LOCATION = "@location@";

  /** The columns that schema version 0 did not have. */
  private static final Set<String> LATER =
      Set.of("quality", "popularity", "qualified_name", "idempotency_key", "request_fingerprint");

  private static final int ENTRIES = 40;

  private GoldenTables() {}

  /** Writes the files into the folder that is named. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    List<LogEntry> entries =
        new RandomLog(42)
            .entries("group-1", ENTRIES).stream().map(GoldenTables::withoutKey).toList();
    write(folder, CatalogTable.CHANGES, FileFormat.AVRO, rows(entries));
    Files.write(
        folder.resolve("changes.ndjson"),
        entries.stream().map(entry -> EntityJson.write(entry.after())).toList());
    Map<String, Asset> assets = new LinkedHashMap<>();
    for (LogEntry entry : entries) {
      if (entry.kind() == EntityKind.ASSET) {
        assets.put(entry.key(), withoutScores((Asset) entry.after()));
      }
    }
    write(
        folder,
        CatalogTable.ASSETS,
        FileFormat.PARQUET,
        assets.values().stream().map(AssetRows::write).toList());
    Files.write(
        folder.resolve("assets.ndjson"), assets.values().stream().map(EntityJson::write).toList());
  }

  private static List<Record> rows(List<LogEntry> entries) {
    return entries.stream().map(ChangeRows::write).toList();
  }

  private static void write(Path folder, CatalogTable table, FileFormat format, List<Record> rows)
      throws IOException {
    List<NestedField> columns =
        table.schema().columns().stream()
            .filter(column -> column.isRequired() || !LATER.contains(column.name()))
            .toList();
    Schema older = new Schema(columns, table.schema().identifierFieldIds());
    Path file = folder.resolve(table.tableName() + "." + format.name().toLowerCase(Locale.ROOT));
    try (DataWriter<Record> writer =
        FormatModelRegistry.<Record, Schema>dataWriteBuilder(
                format,
                Record.class,
                EncryptedFiles.plainAsEncryptedOutput(
                    org.apache.iceberg.Files.localOutput(file.toFile())))
            .schema(older)
            .spec(PartitionSpec.unpartitioned())
            .overwrite()
            .build()) {
      for (Record row : rows) {
        Record less = GenericRecord.create(older);
        columns.forEach(column -> less.setField(column.name(), row.getField(column.name())));
        writer.write(less);
      }
    }
    TableMetadata metadata =
        TableMetadata.buildFromEmpty(table.formatVersion())
            .assignUUID()
            .setLocation(LOCATION)
            .setCurrentSchema(older, older.highestFieldId())
            .setDefaultPartitionSpec(
                table == CatalogTable.CHANGES
                    ? PartitionSpec.builderFor(older).day("committed_at").build()
                    : PartitionSpec.unpartitioned())
            .setDefaultSortOrder(SortOrder.unsorted())
            .setProperties(Map.of("gc.enabled", "false"))
            .discardChanges()
            .build();
    Files.writeString(
        folder.resolve(table.tableName() + ".metadata.json"), TableMetadataParser.toJson(metadata));
  }

  private static LogEntry withoutKey(LogEntry entry) {
    return new LogEntry(
        entry.seq(),
        entry.committedAt(),
        entry.groupId(),
        entry.ordinal(),
        entry.operation(),
        entry.before(),
        entry.after(),
        entry.changedFields(),
        entry.actor(),
        entry.requestId(),
        entry.source(),
        entry.reason(),
        null,
        null);
  }

  private static Asset withoutScores(Asset asset) {
    return new Asset(
        asset.id(),
        asset.type(),
        asset.qualifiedName(),
        asset.name(),
        asset.displayName(),
        asset.description(),
        asset.parentId(),
        asset.platform(),
        asset.workspaceId(),
        asset.domainId(),
        asset.owners(),
        asset.tags(),
        asset.classifications(),
        asset.terms(),
        asset.attributes(),
        asset.status(),
        null,
        null,
        asset.createdAt(),
        asset.createdBy(),
        asset.updatedAt(),
        asset.updatedBy(),
        asset.version(),
        asset.seq());
  }
}
