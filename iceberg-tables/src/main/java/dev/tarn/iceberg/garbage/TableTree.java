package dev.tarn.iceberg.garbage;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.iceberg.garbage.Candidates.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/**
 * Everything that tables' metadata files lead to. Such files never change: one that was walked
 * lately is not read again. Of one thread.
 */
final class TableTree {
  /** Their names take some 200 bytes each. */
  private static final int MAX_REMEMBERED_FILES = 100_000;

  /** Why the files of a table are wanted. */
  enum Walk {
    /** To be garbage, perhaps: those that the metadata itself leads to. */
    FIND,
    /** To stay, for those who read the past: what is gone of it, nobody can read. */
    KEEP_PAST,
    /** To stay, for those who read the present: all of it must be there. */
    KEEP_PRESENT
  }

  /** Takes the files. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a file.
     *
     * @param bytes 0 where that is not known
     */
    void file(Kind kind, String location, long bytes) throws IOException;
  }

  private record Found(String location, long bytes) {}

  private final FileIO io;
  private final Map<String, Boolean> walked =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_REMEMBERED_FILES;
        }
      };

  TableTree(FileIO io) {
    this.io = io;
  }

  /**
   * Hands over a metadata file and all that it leads to, but for what was handed over lately.
   *
   * @throws CatalogException {@code metadata-unreadable}
   */
  void walk(String location, Walk why, Sink sink) throws IOException {
    if (wasWalked(location)) {
      return;
    }
    sink.file(Kind.METADATA, location, 0);
    Optional<TableMetadata> read =
        read(location, why, () -> TableMetadataParser.read(io, location));
    if (read.isEmpty()) {
      return;
    }
    TableMetadata metadata = read.get();
    if (why != Walk.FIND) {
      for (TableMetadata.MetadataLogEntry previous : metadata.previousFiles()) {
        sink.file(Kind.METADATA, previous.file(), 0);
      }
    }
    for (StatisticsFile statistics : metadata.statisticsFiles()) {
      sink.file(Kind.DATA, statistics.path(), statistics.fileSizeInBytes());
    }
    for (PartitionStatisticsFile statistics : metadata.partitionStatisticsFiles()) {
      sink.file(Kind.DATA, statistics.path(), statistics.fileSizeInBytes());
    }
    for (Snapshot snapshot : metadata.snapshots()) {
      walk(metadata, snapshot, why, sink);
    }
  }

  private void walk(TableMetadata metadata, Snapshot snapshot, Walk why, Sink sink)
      throws IOException {
    // null in tables of the first format that name their manifests themselves
    String list = snapshot.manifestListLocation();
    if (list != null) {
      if (wasWalked(list)) {
        return;
      }
      sink.file(Kind.MANIFEST_LIST, list, 0);
    }
    String of = list == null ? metadata.metadataFileLocation() : list;
    for (ManifestFile manifest : read(of, why, () -> snapshot.allManifests(io)).orElse(List.of())) {
      if (!wasWalked(manifest.path())) {
        sink.file(Kind.MANIFEST, manifest.path(), manifest.length());
        List<Found> files =
            read(manifest.path(), why, () -> files(manifest, metadata.specsById()))
                .orElse(List.of());
        for (Found file : files) {
          sink.file(Kind.DATA, file.location(), file.bytes());
        }
      }
    }
  }

  private List<Found> files(ManifestFile manifest, Map<Integer, PartitionSpec> specs)
      throws IOException {
    List<Found> found = new ArrayList<>();
    try (ManifestReader<? extends ContentFile<?>> files =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, io, specs)
            : ManifestFiles.readDeleteManifest(manifest, io, specs)) {
      for (ContentFile<?> file : files) {
        found.add(new Found(file.location(), file.fileSizeInBytes()));
      }
    }
    return found;
  }

  /** Reading a file. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> Optional<T> read(String location, Walk why, Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (NotFoundException e) {
      if (why == Walk.KEEP_PRESENT) {
        throw unreadable(location, e);
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Iceberg and storages answer what is torn or out of reach with many kinds of exceptions
      throw unreadable(location, e);
    }
  }

  private static CatalogException unreadable(String location, Exception cause) {
    return new CatalogException(
        ErrorCode.METADATA_UNREADABLE,
        "what " + location + " leads to cannot be known; nothing is deleted",
        cause);
  }

  /** Returns whether a file was walked before, as far as that is remembered. */
  private boolean wasWalked(String location) {
    return walked.put(location, Boolean.TRUE) != null;
  }
}
