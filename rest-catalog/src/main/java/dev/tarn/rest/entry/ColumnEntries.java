package dev.tarn.rest.entry;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.table.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the column assets of one table or view. A column is the same for as long as its field
 * id is: a rename keeps the asset with all that people have said about it.
 *
 * @param parent the asset of the table or view
 */
record ColumnEntries(TableName table, AssetLocator parent) {
  /** Returns what brings about all columns, whatever is there. */
  List<Change> all(Map<Integer, Column> columns) {
    List<Change> changes = new ArrayList<>();
    columns.values().forEach(column -> changes.add(create(column)));
    return changes;
  }

  /** Returns what is different between two schemas. */
  List<Change> between(Map<Integer, Column> before, Map<Integer, Column> after) {
    List<Change> changes = new ArrayList<>();
    Map<String, Integer> kept = new HashMap<>();
    before.forEach(
        (id, column) -> {
          if (after.containsKey(id)) {
            kept.put(column.path(), id);
          } else {
            changes.add(new Change.DeleteAsset(locator(column.path()), null));
          }
        });
    List<Change> renames = new ArrayList<>();
    List<Change> rest = new ArrayList<>();
    after.forEach(
        (id, column) -> {
          Column old = before.get(id);
          if (old == null) {
            rest.add(create(column));
          } else if (old.path().equals(column.path())) {
            if (!old.equals(column)) {
              rest.add(patch(old, column, old.path()));
            }
          } else if (kept.containsKey(column.path())) {
            // The name belongs to a column that gets another one in the same commit.
            String passing = column.path() + "~" + id;
            changes.add(rename(old.path(), passing));
            renames.add(patch(old, column, passing));
          } else {
            changes.add(patch(old, column, old.path()));
          }
        });
    changes.addAll(renames);
    changes.addAll(rest);
    return changes;
  }

  /** Returns what gives the columns the names that go with another name of the table. */
  List<Change> moved(Map<Integer, Column> columns, TableName to) {
    List<Change> changes = new ArrayList<>();
    for (Column column : columns.values()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("qualifiedName", EntryNames.column(to, column.path()));
      fields.put("name", EntryNames.shortName(column.name()));
      changes.add(new Change.PatchAsset(locator(column.path()), fields, UpsertMode.MERGE, null));
    }
    return changes;
  }

  private Change create(Column column) {
    Map<String, @Nullable Object> fields = column.fields();
    fields.put("parent", parent);
    if (column.doc() != null) {
      fields.put("description", column.doc());
    }
    return new Change.UpsertAsset(
        EntryNames.COLUMN, EntryNames.column(table, column.path()), fields, UpsertMode.MERGE, null);
  }

  private Change patch(Column before, Column after, String path) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (!path.equals(after.path())) {
      fields.put("qualifiedName", EntryNames.column(table, after.path()));
    }
    fields.putAll(after.fields());
    if (!Objects.equals(before.doc(), after.doc())) {
      fields.put("description", after.doc());
    }
    return new Change.PatchAsset(locator(path), fields, UpsertMode.MERGE, null);
  }

  private Change rename(String from, String to) {
    return new Change.PatchAsset(
        locator(from),
        Map.of("qualifiedName", EntryNames.column(table, to)),
        UpsertMode.MERGE,
        null);
  }

  private AssetLocator locator(String path) {
    return EntryNames.columnLocator(table, path);
  }
}
