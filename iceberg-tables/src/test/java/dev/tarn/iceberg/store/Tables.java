package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import dev.tarn.testkit.Entries;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Users' tables in the tests of recovery: what is acknowledged, and whether it is all there. */
final class Tables {
  static final TableName SALES = TableName.of("sales");
  static final TableName ORDERS = SALES.child("orders");

  private final Map<TableName, Pointer> acknowledged = new HashMap<>();
  private final Map<TableName, Pointer> gone = new HashMap<>();
  private int groups;

  static Pointer version(int version) {
    return new Pointer.Table("file:///tables/" + version + ".json", version, 0, 0, 0);
  }

  /** Returns what creates a namespace and a table. */
  static List<PointerChange> creation() {
    return List.of(
        PointerChange.create(SALES, new Pointer.Namespace(Map.of("owner", "ann"))),
        PointerChange.create(ORDERS, version(1)));
  }

  /** Returns what commits the next version of a table, or its first. */
  PointerChange step(TableName name) {
    Pointer current = acknowledged.get(name);
    int next = current instanceof Pointer.Table table ? (int) table.snapshotId() + 1 : 1;
    return new PointerChange(name, current, version(next));
  }

  /** Appends a group with one entry. */
  AppendOutcome tryAppend(ChangeLog log, String groupId, List<PointerChange> changes)
      throws IOException {
    long seq = log.head().seq() + 1;
    List<LogEntry> entries = List.of(Entries.created(groupId, seq, "name." + seq));
    return log.append(log.head(), groupId, entries, changes);
  }

  /** Takes over what is acknowledged, or known to be in the log. */
  void acknowledge(List<PointerChange> changes) {
    for (PointerChange change : changes) {
      Pointer next = change.next();
      if (next == null) {
        acknowledged.remove(change.name());
        gone.put(change.name(), version(0));
      } else {
        acknowledged.put(change.name(), next);
        gone.remove(change.name());
      }
    }
  }

  void append(BranchStore branch, PointerChange... changes) throws IOException {
    append(branch, List.of(changes));
  }

  /** Appends a group that must be acknowledged. */
  void append(BranchStore branch, List<PointerChange> changes) throws IOException {
    assertThat(tryAppend(branch.log(), "tables-" + ++groups, changes))
        .isInstanceOf(AppendOutcome.Committed.class);
    acknowledge(changes);
  }

  /** Checks that all that was acknowledged is there, and nothing else. */
  void assertThere(BranchStore branch) throws IOException {
    branch.log().head();
    PointerSnapshot pointers = branch.pointers();
    assertThat(pointers.find(acknowledged.keySet())).isEqualTo(acknowledged);
    assertThat(pointers.find(gone.keySet())).isEmpty();
  }
}
