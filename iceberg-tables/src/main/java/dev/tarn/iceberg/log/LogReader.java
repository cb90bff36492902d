package dev.tarn.iceberg.log;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;

/**
 * Reads groups from the files of {@code changes}, in the order of the log. Compacted files are
 * sorted otherwise: files that overlap are read together and sorted, which bounds memory by one of
 * them.
 */
final class LogReader {
  private final FileIO io;
  private final LogFiles files;
  private final CommitIndex commits;

  LogReader(FileIO io, LogFiles files, CommitIndex commits) {
    this.io = io;
    this.files = files;
    this.commits = commits;
  }

  /** Reads as {@link dev.tarn.core.log.ChangeLog#read} says, from a head. */
  CommitId read(BranchHead head, long afterSeq, int maxEntries, Consumer<Group> consumer)
      throws IOException {
    long headSeq = head.commit().seq();
    if (headSeq <= afterSeq) {
      return new CommitId(afterSeq, head.commit().hash());
    }
    commits.follow(head.commit().hash());
    List<LogFiles.Range> ranges = files.after(head.metadata(BranchTables.CHANGES), afterSeq);
    Progress progress = new Progress(afterSeq, maxEntries, consumer);
    for (List<LogFiles.Range> part : LogFiles.together(ranges)) {
      if (progress.done) {
        break;
      }
      progress.take(entries(part, afterSeq));
    }
    progress.finish();
    if (progress.reached == null) {
      throw new IOException("the log ends at " + headSeq + " but has nothing after " + afterSeq);
    }
    return progress.reached;
  }

  private List<LogEntry> entries(List<LogFiles.Range> ranges, long afterSeq) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (LogFiles.Range range : ranges) {
      try (CloseableIterable<Record> rows =
          DataFiles.read(
              io,
              range.file(),
              CatalogTable.CHANGES.schema(),
              Expressions.greaterThan("seq", afterSeq))) {
        for (Record row : rows) {
          if (ChangeRows.seq(row) > afterSeq) {
            entries.add(ChangeRows.read(row));
          }
        }
      } catch (UncheckedIOException e) {
        throw new IOException("cannot read " + range.file().location(), e);
      }
    }
    entries.sort(Comparator.comparingLong(LogEntry::seq));
    return entries;
  }

  /** Cuts entries into groups; the last one of a file may go on in the next. */
  private final class Progress {
    private final int maxEntries;
    private final Consumer<Group> consumer;
    private List<LogEntry> group = new ArrayList<>();
    private long seq;
    private long given;
    private boolean done;
    private @org.jspecify.annotations.Nullable CommitId reached;

    private Progress(long afterSeq, int maxEntries, Consumer<Group> consumer) {
      this.seq = afterSeq;
      this.maxEntries = maxEntries;
      this.consumer = consumer;
    }

    private void take(List<LogEntry> entries) throws IOException {
      for (LogEntry entry : entries) {
        if (done) {
          return;
        }
        if (entry.seq() != seq + 1) {
          throw new IOException("the log has " + entry.seq() + " after " + seq);
        }
        if (!group.isEmpty() && !group.getLast().groupId().equals(entry.groupId())) {
          give();
          if (done) {
            return;
          }
        }
        group.add(entry);
        seq = entry.seq();
      }
    }

    private void finish() throws IOException {
      if (!done && !group.isEmpty()) {
        give();
      }
    }

    private void give() throws IOException {
      CommitId commit = commits.commitOf(group.getLast().seq());
      consumer.accept(new Group(commit, group.getLast().groupId(), group));
      reached = commit;
      given += group.size();
      group = new ArrayList<>();
      done = given >= maxEntries;
    }
  }
}
