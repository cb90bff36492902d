package dev.tarn.iceberg.log;

import dev.tarn.core.table.PointerChange;
import dev.tarn.iceberg.io.DeferredSyncFileIO;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * The tables of one attempt to commit. What is committed to a {@link #table} is staged: it becomes
 * visible with everything else of the attempt, or not at all.
 *
 * <p>Of one thread.
 */
public final class EditableTables {
  private final BranchHead head;
  private final BranchTables branch;
  private final DeferredSyncFileIO files = new DeferredSyncFileIO();
  private final Map<String, StagedOperations> staged = new HashMap<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private List<PointerChange> pointers = List.of();

  EditableTables(BranchHead head, BranchTables branch) {
    this.head = head;
    this.branch = branch;
  }

  /** Returns what the attempt is based on. */
  public BranchHead head() {
    return head;
  }

  /**
   * Returns a table whose commits are staged. Its pending updates take {@code
   * scanManifestsWith(SameThreadExecutor.INSTANCE)}; on Iceberg's own pool each costs a poll of 10
   * ms.
   */
  public Table table(String name) {
    return new BaseTable(operations(name), name, BranchTables.NO_REPORTS);
  }

  /**
   * Stages a table that the branch lacks.
   *
   * @param metadata gives the empty table, by its location
   */
  public void create(String name, Function<String, TableMetadata> metadata) {
    TableFiles locations = branch.files(name);
    StagedOperations created =
        new StagedOperations(null, metadata.apply(locations.location()), locations, files);
    if (head.has(name) || staged.putIfAbsent(name, created) != null) {
      throw new IllegalStateException("there is a table " + name);
    }
  }

  /** Sets properties of a table; for offsets that belong to its content. */
  public void setTableProperties(String table, Map<String, String> values) {
    StagedOperations operations = operations(table);
    TableMetadata base = operations.current();
    operations.commit(base, TableMetadata.buildFrom(base).setProperties(values).build());
  }

  /** Sets a property of the Nessie commit. */
  public void setCommitProperty(String key, String value) {
    properties.put(key, value);
  }

  /** Sets what the commit makes of the users' names. */
  void setPointers(List<PointerChange> changes) {
    pointers = List.copyOf(changes);
  }

  List<PointerChange> pointers() {
    return pointers;
  }

  private StagedOperations operations(String name) {
    return staged.computeIfAbsent(
        name,
        key -> {
          TableMetadata base = head.metadata(key);
          return new StagedOperations(base, base, branch.files(key), files);
        });
  }

  DeferredSyncFileIO files() {
    return files;
  }

  Map<String, String> commitProperties() {
    return properties;
  }

  /** Returns the metadata that differ from the head's. */
  Map<String, TableMetadata> changed() {
    Map<String, TableMetadata> changed = new LinkedHashMap<>();
    staged.forEach(
        (name, operations) -> {
          if (operations.isChanged()) {
            changed.put(name, operations.current());
          }
        });
    return changed;
  }
}
