package dev.tarn.iceberg.maintain;

import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.schema.CatalogTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Chooses which files of {@code changes} to merge into one. */
final class ChangeFiles {
  private static final int SEQ_ID = CatalogTable.CHANGES.schema().findField("seq").fieldId();

  private final MaintenanceSettings settings;

  ChangeFiles(MaintenanceSettings settings) {
    this.settings = settings;
  }

  /** Returns files of one day whose ranges follow each other; empty if there is nothing to do. */
  List<DataFile> choose(List<LiveFile> live) {
    List<DataFile> files = new ArrayList<>(live.stream().map(LiveFile::file).toList());
    files.sort(Comparator.comparingLong(ChangeFiles::firstSeq));
    int start = 0;
    while (start < files.size()) {
      int end = start + 1;
      while (end < files.size() && sameDay(files.get(start), files.get(end))) {
        end++;
      }
      // On a day that is over, nothing more comes that could be merged with what is left.
      int least = end < files.size() ? 2 : settings.minChangeFiles();
      List<DataFile> chosen = choose(files.subList(start, end), least);
      if (!chosen.isEmpty()) {
        return chosen;
      }
      start = end;
    }
    return List.of();
  }

  private List<DataFile> choose(List<DataFile> day, int least) {
    int first = 0;
    while (first < day.size() && !isGroup(day.get(first))) {
      first++;
    }
    long groups = day.stream().filter(ChangeFiles::isGroup).count();
    if (groups < least) {
      return groups == 0 && least == 2 ? leftovers(day) : List.of();
    }
    Bin bin = new Bin();
    int end = first;
    while (end < day.size() && isGroup(day.get(end)) && bin.add(day.get(end))) {
      end++;
    }
    // Like a binary counter: an older file joins when what follows has become as large.
    int start = first;
    while (start > 0
        && day.get(start - 1).recordCount() <= bin.rows
        && bin.add(day.get(start - 1))) {
      start--;
    }
    return day.subList(start, end);
  }

  /** Small merged files of a day that is over. */
  private List<DataFile> leftovers(List<DataFile> day) {
    for (int start = 0; start < day.size(); start++) {
      Bin bin = new Bin();
      int end = start;
      while (end < day.size() && bin.add(day.get(end))) {
        end++;
      }
      if (end - start > 1) {
        return day.subList(start, end);
      }
    }
    return List.of();
  }

  /** Whether the file is one group as the log wrote it. */
  private static boolean isGroup(DataFile file) {
    return file.format() == FileFormat.AVRO;
  }

  private static boolean sameDay(DataFile one, DataFile other) {
    return one.specId() == other.specId()
        && one.partition().get(0, Object.class).equals(other.partition().get(0, Object.class));
  }

  static long firstSeq(DataFile file) {
    return seq(file.lowerBounds(), file);
  }

  private static long seq(@Nullable Map<Integer, ByteBuffer> bounds, DataFile file) {
    ByteBuffer bound = bounds == null ? null : bounds.get(SEQ_ID);
    if (bound == null) {
      throw new IllegalStateException("no bounds of seq for " + file.location());
    }
    Long seq = Conversions.fromByteBuffer(Types.LongType.get(), bound);
    return seq;
  }

  /** What is merged at once. */
  private final class Bin {
    private long rows;
    private long bytes;

    boolean add(DataFile file) {
      boolean fits =
          rows + file.recordCount() <= settings.maxChangeRows()
              && bytes + file.fileSizeInBytes() <= settings.maxChangeBytes();
      if (!fits && rows > 0) {
        return false;
      }
      rows += file.recordCount();
      bytes += file.fileSizeInBytes();
      return true;
    }
  }
}
