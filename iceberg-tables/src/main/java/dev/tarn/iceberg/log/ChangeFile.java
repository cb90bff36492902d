package dev.tarn.iceberg.log;

import dev.tarn.core.table.PointerChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One group of the log in its own file: a data file of the table {@code changes}, and a page of the
 * journal that restores it.
 *
 * @param path where it is, or will be when it is published
 * @param parent the end of the log that the group follows
 * @param pointers what the group makes of names
 * @param firstTime of the first entry
 * @param lastTime of the last entry, on the same day
 */
record ChangeFile(
    Path path,
    LogPosition parent,
    long lastSeq,
    String groupId,
    List<PointerChange> pointers,
    Instant firstTime,
    Instant lastTime,
    long entries,
    long bytes) {
  ChangeFile {
    pointers = List.copyOf(pointers);
  }

  long firstSeq() {
    return parent.seq() + 1;
  }
}
