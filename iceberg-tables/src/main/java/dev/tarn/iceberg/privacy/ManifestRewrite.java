package dev.tarn.iceberg.privacy;

import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.iceberg.io.LocalFileIO;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Has manifests say of rewritten files what is true of them now: bounds of columns, where row
 * groups begin, and, should it have changed, the length; and lists of manifests the length of
 * these.
 */
final class ManifestRewrite {
  private static final String DATA_FILE = "data_file";
  private static final String FILE_PATH = "file_path";
  private static final String FILE_BYTES = "file_size_in_bytes";
  private static final String MANIFEST_PATH = "manifest_path";
  private static final String MANIFEST_BYTES = "manifest_length";

  private static final String LOWER = "lower_bounds";
  private static final String UPPER = "upper_bounds";
  private static final String SPLITS = "split_offsets";

  private final Set<Path> rewritten;
  private final NameReplacer names;

  /**
   * @param rewritten data files, or manifests
   */
  ManifestRewrite(Set<Path> rewritten, NameReplacer names) {
    this.rewritten = rewritten;
    this.names = names;
  }

  /** Returns whether something that a manifest, or a list of manifests, says is to change. */
  boolean concerns(Path file) throws IOException {
    AtomicBoolean isConcerned = new AtomicBoolean();
    var unused =
        AvroRows.read(
            file,
            record -> {
              Path target = target(record);
              boolean isRewritten = target != null && rewritten.contains(target);
              boolean isStale =
                  record.hasField(MANIFEST_PATH)
                      ? isRewritten
                          && Files.exists(target)
                          && !record.get(MANIFEST_BYTES).equals(Files.size(target))
                      : isRewritten || namesPerson(record);
              if (isStale) {
                isConcerned.set(true);
              }
            });
    return isConcerned.get();
  }

  private boolean namesPerson(GenericRecord record) {
    return record.hasField(DATA_FILE)
        && record.get(DATA_FILE) instanceof GenericRecord file
        && (namesPerson(file, LOWER) || namesPerson(file, UPPER));
  }

  private boolean namesPerson(GenericRecord file, String field) {
    return file.hasField(field)
        && file.get(field) instanceof List<?> bounds
        && bounds.stream().anyMatch(bound -> namesPerson((GenericRecord) bound, names));
  }

  private static boolean namesPerson(GenericRecord bound, NameReplacer names) {
    ByteBuffer value = (ByteBuffer) bound.get("value");
    String text = StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    return !names.value(text).equals(text);
  }

  private static @Nullable Path target(GenericRecord record) {
    Object location =
        record.hasField(DATA_FILE)
            ? ((GenericRecord) record.get(DATA_FILE)).get(FILE_PATH)
            : record.hasField(MANIFEST_PATH) ? record.get(MANIFEST_PATH) : null;
    return location == null || !location.toString().startsWith("file:")
        ? null
        : LocalFileIO.path(location.toString());
  }

  /** Returns whether a file is a list of manifests. */
  static boolean isList(Path file) throws IOException {
    AtomicBoolean isList = new AtomicBoolean();
    var unused = AvroRows.read(file, record -> isList.set(record.hasField(MANIFEST_PATH)));
    return isList.get();
  }

  /** Changes an entry of a manifest or of a list. */
  void change(GenericRecord record) throws IOException {
    Path target = target(record);
    boolean isRewritten = target != null && rewritten.contains(target) && Files.exists(target);
    if (target != null && isRewritten && record.hasField(MANIFEST_PATH)) {
      record.put(MANIFEST_BYTES, Files.size(target));
    } else if (record.hasField(DATA_FILE)) {
      GenericRecord file = (GenericRecord) record.get(DATA_FILE);
      if (target != null && isRewritten) {
        long bytes = Files.size(target);
        file.put(FILE_BYTES, bytes);
        if (file.get("file_format").toString().equalsIgnoreCase("parquet")) {
          describe(file, target, bytes);
        }
      } else {
        // The file is gone: nothing reads by the bounds any more.
        drop(file, LOWER);
        drop(file, UPPER);
      }
    }
  }

  private void drop(GenericRecord file, String field) {
    if (file.hasField(field) && file.get(field) instanceof List<?> bounds) {
      file.put(
          field,
          bounds.stream().filter(bound -> !namesPerson((GenericRecord) bound, names)).toList());
    }
  }

  private static void describe(GenericRecord file, Path target, long bytes) throws IOException {
    InputFile in = new LocalFileIO().newInputFile(LocalFileIO.location(target), bytes);
    Metrics metrics = ParquetUtil.fileMetrics(in, MetricsConfig.getDefault());
    bounds(file, LOWER, metrics.lowerBounds());
    bounds(file, UPPER, metrics.upperBounds());
    if (file.hasField(SPLITS) && file.get(SPLITS) != null) {
      file.put(SPLITS, ParquetUtil.getSplitOffsets(ParquetRows.footer(target)));
    }
  }

  /** Replaces the bounds that there are; a column without bounds gets none. */
  private static void bounds(
      GenericRecord file, String field, @Nullable Map<Integer, ByteBuffer> bounds) {
    if (!file.hasField(field) || !(file.get(field) instanceof List<?> before) || bounds == null) {
      return;
    }
    List<Object> after = new ArrayList<>();
    for (Object each : before) {
      GenericRecord bound = (GenericRecord) each;
      ByteBuffer value = bounds.get((Integer) bound.get("key"));
      if (value != null) {
        bound.put("value", value);
        after.add(bound);
      }
    }
    file.put(field, after);
  }
}
