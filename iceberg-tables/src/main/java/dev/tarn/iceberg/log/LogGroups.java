package dev.tarn.iceberg.log;

import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.schema.ChangeRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;

/**
 * The rows of the log group by group, in order, with all columns that the table has. Rows that one
 * after another have the same group id are a group. Memory is bounded by one group or one compacted
 * file.
 */
public final class LogGroups {
  /** Takes groups. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes a group.
     *
     * @param rows by {@code seq}
     * @return whether to go on
     */
    boolean group(List<Record> rows) throws IOException;
  }

  private final FileIO io;
  private final Schema schema;
  private final Visitor visitor;
  private List<Record> group = new ArrayList<>();

  private LogGroups(FileIO io, Schema schema, Visitor visitor) {
    this.io = io;
    this.schema = schema;
    this.visitor = visitor;
  }

  /**
   * Reads the whole log of a head.
   *
   * @throws IOException if a file is gone or cannot be read
   */
  public static void read(BranchTables branch, BranchHead head, Visitor visitor)
      throws IOException {
    var changes = head.metadata(BranchTables.CHANGES);
    new LogGroups(branch.io(), changes.schema(), visitor)
        .read(LogFiles.together(new LogFiles(branch.io()).after(changes, 0)));
  }

  private void read(List<List<LogFiles.Range>> parts) throws IOException {
    for (List<LogFiles.Range> part : parts) {
      for (Record row : rows(part)) {
        if (!group.isEmpty() && !groupId(group.getLast()).equals(groupId(row)) && !give()) {
          return;
        }
        group.add(row);
      }
    }
    if (!group.isEmpty()) {
      var unused = give();
    }
  }

  private boolean give() throws IOException {
    List<Record> given = group;
    group = new ArrayList<>();
    return visitor.group(given);
  }

  private static String groupId(Record row) {
    return String.valueOf(row.getField("group_id"));
  }

  private List<Record> rows(List<LogFiles.Range> files) throws IOException {
    List<Record> rows = new ArrayList<>();
    for (LogFiles.Range range : files) {
      try (CloseableIterable<Record> read =
          DataFiles.read(io, range.file(), schema, Expressions.alwaysTrue())) {
        read.forEach(rows::add);
      } catch (UncheckedIOException e) {
        throw new IOException("cannot read " + range.file().location(), e);
      }
    }
    rows.sort(Comparator.comparingLong(ChangeRows::seq));
    return rows;
  }
}
