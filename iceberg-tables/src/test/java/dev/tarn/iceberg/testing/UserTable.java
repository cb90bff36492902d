package dev.tarn.iceberg.testing;

import dev.tarn.core.table.Pointer;
import dev.tarn.iceberg.io.LocalFileIO;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * A user's table as an engine writes it: Iceberg makes the metadata, the manifests and the lists of
 * them; the data files are of a few bytes, since only their place matters.
 */
public final class UserTable {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
  private static final LocalFileIO IO = new LocalFileIO();

  private UserTable() {}

  /** Creates an empty table in a folder. */
  public static Pointer.Table create(String location) {
    Operations operations = new Operations(null);
    operations.commit(
        null,
        TableMetadata.newTableMetadata(
            SCHEMA,
            PartitionSpec.unpartitioned(),
            location,
            Map.of("format-version", "2", "commit.manifest.min-count-to-merge", "3")));
    return operations.pointer();
  }

  /** Appends a data file; returns the version of the table with it. */
  public static Pointer.Table append(Pointer.Table table, Random random) {
    Operations operations = new Operations(table.metadataLocation());
    Table changed = new BaseTable(operations, "table");
    changed.newAppend().appendFile(file(changed, random)).commit();
    return operations.pointer();
  }

  /** Replaces all data files by one. */
  public static Pointer.Table overwrite(Pointer.Table table, Random random) {
    Operations operations = new Operations(table.metadataLocation());
    Table changed = new BaseTable(operations, "table");
    var rewrite = changed.newOverwrite().addFile(file(changed, random));
    for (DataFile old : files(changed, changed.currentSnapshot())) {
      rewrite.deleteFile(old);
    }
    rewrite.commit();
    return operations.pointer();
  }

  private static DataFile file(Table table, Random random) {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    byte[] content = Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8);
    write(location, content);
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(location)
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(content.length)
        .withRecordCount(1)
        .build();
  }

  private static void write(String location, byte[] content) {
    try (OutputStream out = IO.newOutputFile(location).create()) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DataFile> files(Table table, @Nullable Snapshot snapshot) {
    List<DataFile> files = new ArrayList<>();
    if (snapshot != null) {
      try (CloseableIterable<FileScanTask> tasks =
          table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
        tasks.forEach(task -> files.add(task.file()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** Reads every file of every snapshot of a version of a table; returns what they hold. */
  public static Map<String, String> read(String metadataLocation) {
    Map<String, String> contents = new TreeMap<>();
    Table table = new BaseTable(new Operations(metadataLocation), "table");
    for (Snapshot snapshot : table.snapshots()) {
      for (DataFile file : files(table, snapshot)) {
        try (var in = IO.newInputFile(file.location()).newStream()) {
          contents.put(file.location(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return contents;
  }

  /** Returns every file that a version of a table needs, as Iceberg itself says. */
  public static Set<String> files(String metadataLocation) {
    Set<String> files = new TreeSet<>(read(metadataLocation).keySet());
    Table table = new BaseTable(new Operations(metadataLocation), "table");
    files.addAll(ReachableFileUtil.metadataFileLocations(table, false));
    files.addAll(ReachableFileUtil.manifestListLocations(table));
    for (Snapshot snapshot : table.snapshots()) {
      snapshot.allManifests(IO).forEach(manifest -> files.add(manifest.path()));
    }
    return files;
  }

  private static final class Operations implements TableOperations {
    private @Nullable TableMetadata current;

    private Operations(@Nullable String location) {
      current = location == null ? null : TableMetadataParser.read(IO, location);
    }

    Pointer.Table pointer() {
      TableMetadata metadata = current();
      Snapshot snapshot = metadata.currentSnapshot();
      return new Pointer.Table(
          metadata.metadataFileLocation(),
          snapshot == null ? -1 : snapshot.snapshotId(),
          metadata.currentSchemaId(),
          metadata.defaultSpecId(),
          metadata.defaultSortOrderId());
    }

    @Override
    public TableMetadata current() {
      if (current == null) {
        throw new IllegalStateException("not created");
      }
      return current;
    }

    @Override
    public TableMetadata refresh() {
      return current();
    }

    @Override
    public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
      String location = metadata.location() + "/metadata/" + UUID.randomUUID() + ".metadata.json";
      write(location, TableMetadataParser.toJson(metadata).getBytes(StandardCharsets.UTF_8));
      current =
          TableMetadata.buildFrom(metadata).discardChanges().withMetadataLocation(location).build();
    }

    @Override
    public FileIO io() {
      return IO;
    }

    @Override
    public String metadataFileLocation(String fileName) {
      return current().location() + "/metadata/" + fileName;
    }

    @Override
    public LocationProvider locationProvider() {
      return LocationProviders.locationsFor(current().location(), current().properties());
    }
  }
}
