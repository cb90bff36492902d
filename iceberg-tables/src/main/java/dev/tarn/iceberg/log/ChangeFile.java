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
 * @param parentHash of the group that it follows; empty where that has none
 * @param hash of the group; empty in a file from before there were hashes
 * @param pointers what the group makes of names
 * @param firstTime of the first entry
 * @param lastTime of the last entry, on the same day
 */
record ChangeFile(
    Path path,
    LogPosition parent,
    long lastSeq,
    String groupId,
    String parentHash,
    String hash,
    List<PointerChange> pointers,
    Instant firstTime,
    Instant lastTime,
    long entries,
    long bytes) {
  ChangeFile {
    pointers = List.copyOf(pointers);
  }

  /** Returns whether the group follows the log as it is at a head. */
  boolean follows(BranchHead head) {
    return parent.equals(LogPosition.of(head)) && parentHash.equals(head.logHash());
  }

  long firstSeq() {
    return parent.seq() + 1;
  }
}
