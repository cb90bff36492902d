package dev.tarn.iceberg.log;

import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestWriter;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** Stages the append of a change file to the table {@code changes}. */
final class ChangeFileAppend {
  /** The properties of a Nessie commit that appended a group. */
  static final String GROUP_ID = "tarn.group-id";

  static final String FIRST_SEQ = "tarn.first-seq";
  static final String CHANGE_FILE = "tarn.change-file";

  /** {@link BranchTables#KIND} of such a commit. */
  static final String APPEND = "append";

  private static final int SEQ_ID = CatalogTable.CHANGES.schema().findField("seq").fieldId();
  private static final int TIME_ID =
      CatalogTable.CHANGES.schema().findField("committed_at").fieldId();

  private ChangeFileAppend() {}

  static void stage(EditableTables tables, ChangeFile file) throws IOException {
    Table changes = tables.table(BranchTables.CHANGES);
    changes
        .newAppend()
        .scanManifestsWith(SameThreadExecutor.INSTANCE)
        .appendManifest(manifest((BaseTable) changes, file))
        .commit();
    tables.setTableProperties(
        BranchTables.CHANGES,
        Map.of(
            BranchTables.LAST_SEQ, Long.toString(file.lastSeq()),
            BranchTables.LAST_GROUP_ID, file.groupId(),
            BranchTables.LAST_TIME, file.lastTime().toString()));
    if (!file.hash().isEmpty()) {
      tables.setTableProperties(BranchTables.CHANGES, Map.of(BranchTables.LAST_HASH, file.hash()));
    }
    if (!file.pointers().isEmpty()) {
      tables.setPointers(file.pointers());
      tables.setTableProperties(
          BranchTables.CHANGES,
          Map.of(
              BranchTables.LAST_POINTERS,
              new LogPosition(file.lastSeq(), file.groupId()).asProperty()));
    }
    tables.setCommitProperty(GROUP_ID, file.groupId());
    tables.setCommitProperty(FIRST_SEQ, Long.toString(file.firstSeq()));
    tables.setCommitProperty(BranchTables.LAST_SEQ, Long.toString(file.lastSeq()));
    tables.setCommitProperty(CHANGE_FILE, String.valueOf(file.path().getFileName()));
  }

  /** Iceberg writes manifests of new files on its own pool, and then polls for it every 10 ms. */
  private static ManifestFile manifest(BaseTable changes, ChangeFile file) throws IOException {
    TableOperations operations = changes.operations();
    ManifestWriter<DataFile> writer =
        ManifestFiles.write(
            operations.current().formatVersion(),
            changes.spec(),
            operations
                .io()
                .newOutputFile(operations.metadataFileLocation(UUID.randomUUID() + "-m0.avro")),
            null);
    try (writer) {
      writer.add(dataFile(changes, file));
    }
    return writer.toManifestFile();
  }

  private static DataFile dataFile(Table changes, ChangeFile file) {
    PartitionKey partition = new PartitionKey(changes.spec(), changes.schema());
    GenericRecord row = GenericRecord.create(changes.schema());
    row.setField("committed_at", file.firstTime().atOffset(ZoneOffset.UTC));
    partition.partition(new InternalRecordWrapper(changes.schema().asStruct()).wrap(row));
    // Avro files have no statistics of their own; a scan by sequence number or time needs these.
    Metrics metrics =
        new Metrics(
            file.entries(),
            null,
            Map.of(SEQ_ID, file.entries(), TIME_ID, file.entries()),
            Map.of(SEQ_ID, 0L, TIME_ID, 0L),
            null,
            Map.of(SEQ_ID, seq(file.firstSeq()), TIME_ID, time(file.firstTime())),
            Map.of(SEQ_ID, seq(file.lastSeq()), TIME_ID, time(file.lastTime())));
    return DataFiles.builder(changes.spec())
        .withPath(LocalFileIO.location(file.path()))
        .withFormat(FileFormat.AVRO)
        .withFileSizeInBytes(file.bytes())
        .withPartition(partition)
        .withMetrics(metrics)
        .build();
  }

  private static ByteBuffer seq(long seq) {
    return Conversions.toByteBuffer(Types.LongType.get(), seq);
  }

  private static ByteBuffer time(Instant time) {
    return Conversions.toByteBuffer(
        Types.TimestampType.withZone(), ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }
}
