package dev.tarn.iceberg.files;

import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.formats.FileWriterBuilder;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.OutputFileFactory;
import org.jspecify.annotations.Nullable;

/** The files of one table: listed, read and written one at a time. */
public final class DataFiles {
  /** Below this many rows a Bloom filter is larger than what it saves. */
  private static final int MIN_BLOOM_ROWS = 1_000;

  /** Each row group has a filter of its own, and has about this many rows at most. */
  private static final long MAX_BLOOM_ROWS = 50_000;

  private DataFiles() {}

  /**
   * A live data file.
   *
   * @param deletes its deletion vector; null if no row of it is deleted
   */
  public record LiveFile(DataFile file, @Nullable DeleteFile deletes) {
    /** Returns the number of rows that are not deleted. */
    public long liveRows() {
      return file.recordCount() - deletedRows();
    }

    /** Returns the number of deleted rows. */
    public long deletedRows() {
      return deletes == null ? 0 : deletes.recordCount();
    }

    public String location() {
      return file.location();
    }
  }

  /** Lists the live files that may have rows that match, with their column bounds. */
  public static List<LiveFile> list(Table table, Expression filter) {
    List<LiveFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .filter(filter)
            .includeColumnStats()
            .planWith(SameThreadExecutor.INSTANCE)
            .planFiles()) {
      for (FileScanTask task : tasks) {
        List<DeleteFile> deletes = task.deletes();
        if (deletes.size() > 1) {
          throw new IllegalStateException(
              "more than one delete file for " + task.file().location());
        }
        files.add(new LiveFile(task.file(), deletes.isEmpty() ? null : deletes.getFirst()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Lists all live files. */
  public static List<LiveFile> list(Table table) {
    return list(table, Expressions.alwaysTrue());
  }

  /** Returns the deleted positions of a file. */
  public static PositionDeleteIndex deletes(FileIO io, LiveFile file) {
    DeleteFile vector = file.deletes();
    return vector == null ? PositionDeleteIndex.empty() : deletes(io, vector, file.location());
  }

  /** Returns the positions of a data file that a deletion vector holds. */
  public static PositionDeleteIndex deletes(FileIO io, DeleteFile vector, String dataFile) {
    return new BaseDeleteLoader(each -> io.newInputFile(each.location()))
        .loadPositionDeletes(List.of(vector), dataFile);
  }

  /**
   * Opens a file. Rows that are deleted, or do not match the filter, may be among what is read: the
   * filter only leaves out what statistics and Bloom filters exclude. Close what is returned.
   *
   * @param projection columns to read; {@link org.apache.iceberg.MetadataColumns#ROW_POSITION}
   *     counts all rows of the file
   */
  public static CloseableIterable<Record> read(
      FileIO io, DataFile file, Schema projection, Expression filter) {
    return FormatModelRegistry.<Record, Schema>readBuilder(
            file.format(), Record.class, io.newInputFile(file.location(), file.fileSizeInBytes()))
        .project(projection)
        .filter(filter)
        .build();
  }

  /**
   * A part of a file that can be read by itself.
   *
   * @param start where it begins, in bytes: what is read are the row groups that begin in it
   */
  public record Part(LiveFile file, long start, long bytes) {}

  /** Returns the parts of a file, of about so many bytes each. */
  public static List<Part> parts(LiveFile file, long bytes) {
    long end = file.file().fileSizeInBytes();
    List<Long> offsets = file.file().splitOffsets();
    List<Part> parts = new ArrayList<>();
    long start = 0;
    for (long offset : offsets == null ? List.<Long>of() : offsets) {
      if (offset - start >= bytes) {
        parts.add(new Part(file, start, offset - start));
        start = offset;
      }
    }
    parts.add(new Part(file, start, end - start));
    return parts;
  }

  /**
   * Opens a part of a file, as {@link #read} opens all of it. A row is only what it is until the
   * next one is read.
   */
  public static CloseableIterable<Record> read(FileIO io, Part part, Schema projection) {
    DataFile file = part.file().file();
    return FormatModelRegistry.<Record, Schema>readBuilder(
            file.format(), Record.class, io.newInputFile(file.location(), file.fileSizeInBytes()))
        .project(projection)
        .split(part.start(), part.bytes())
        .reuseContainers()
        .build();
  }

  /**
   * Writes rows to one new Parquet file, synced when it returns.
   *
   * @param table whose properties, sort order and location are used
   * @param rows of one partition, in the table's order; at least one
   * @param count about how many they are
   */
  public static DataFile write(CatalogTable kind, Table table, Iterable<Record> rows, long count)
      throws IOException {
    PartitionSpec spec = table.spec();
    PartitionKey partition = new PartitionKey(spec, table.schema());
    partition.partition(
        new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.iterator().next()));
    OutputFileFactory names =
        OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PARQUET).build();
    FileWriterBuilder<DataWriter<Record>, Schema> builder =
        FormatModelRegistry.<Record, Schema>dataWriteBuilder(
                FileFormat.PARQUET,
                Record.class,
                spec.isPartitioned() ? names.newOutputFile(spec, partition) : names.newOutputFile())
            .schema(table.schema())
            .setAll(table.properties())
            .metricsConfig(MetricsConfig.forTable(table))
            .spec(spec)
            .partition(spec.isPartitioned() ? partition : null)
            .sortOrder(table.sortOrder())
            .overwrite();
    if (count >= MIN_BLOOM_ROWS) {
      builder
          .set("write.parquet.bloom-filter-enabled.column." + kind.keyColumn(), "true")
          .set(
              "write.parquet.bloom-filter-ndv.column." + kind.keyColumn(),
              Long.toString(Math.min(count, MAX_BLOOM_ROWS)));
    }
    DataWriter<Record> writer = builder.build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return writer.toDataFile();
  }
}
