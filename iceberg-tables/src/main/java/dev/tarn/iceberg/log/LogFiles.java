package dev.tarn.iceberg.log;

import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * The files of the table {@code changes} and which sequence numbers are in them. Manifests never
 * change, so each is read once: a new commit costs its own small manifest.
 */
final class LogFiles {
  private static final int MAX_CACHED_MANIFESTS = 1_000;
  private static final int SEQ_ID = CatalogTable.CHANGES.schema().findField("seq").fieldId();

  /** A file, and the least and greatest sequence number in it. */
  record Range(DataFile file, long firstSeq, long lastSeq) {}

  private final FileIO io;
  private final Map<String, List<Range>> byManifest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Range>> eldest) {
          return size() > MAX_CACHED_MANIFESTS;
        }
      };

  LogFiles(FileIO io) {
    this.io = io;
  }

  /** Returns the files that have something after a sequence number, in order. */
  List<Range> after(TableMetadata changes, long afterSeq) throws IOException {
    Snapshot snapshot = changes.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    List<Range> found = new ArrayList<>();
    try {
      for (ManifestFile manifest : snapshot.dataManifests(io)) {
        for (Range range : ranges(changes, manifest)) {
          if (range.lastSeq() > afterSeq) {
            found.add(range);
          }
        }
      }
    } catch (RuntimeException e) {
      // Iceberg answers a torn or missing file with many kinds of runtime exception
      throw new UnreadableTablesException("cannot read the manifests of the log", e);
    }
    found.sort(Comparator.comparingLong(Range::firstSeq));
    return found;
  }

  /** Returns files in parts that do not overlap; those of one part are read together. */
  static List<List<Range>> together(List<Range> ordered) {
    List<List<Range>> parts = new ArrayList<>();
    long lastSeq = 0;
    for (Range range : ordered) {
      if (parts.isEmpty() || range.firstSeq() > lastSeq) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(range);
      lastSeq = Math.max(lastSeq, range.lastSeq());
    }
    return parts;
  }

  private List<Range> ranges(TableMetadata changes, ManifestFile manifest) throws IOException {
    synchronized (byManifest) {
      List<Range> known = byManifest.get(manifest.path());
      if (known != null) {
        return known;
      }
    }
    List<Range> ranges = new ArrayList<>();
    try (ManifestReader<DataFile> files = ManifestFiles.read(manifest, io, changes.specsById())) {
      for (DataFile file : files) {
        ranges.add(
            new Range(
                file.copyWithoutStats(),
                bound(file, file.lowerBounds()),
                bound(file, file.upperBounds())));
      }
    }
    synchronized (byManifest) {
      byManifest.put(manifest.path(), List.copyOf(ranges));
    }
    return ranges;
  }

  private static long bound(DataFile file, Map<Integer, ByteBuffer> bounds) throws IOException {
    ByteBuffer bound = bounds == null ? null : bounds.get(SEQ_ID);
    if (bound == null) {
      throw new IOException("no bounds of seq for " + file.location());
    }
    Long seq = Conversions.fromByteBuffer(Types.LongType.get(), bound);
    return seq;
  }
}
