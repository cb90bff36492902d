package dev.tarn.rest.entry;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.table.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The asset of a table or view, with those of its columns.
 *
 * @param type of the asset
 * @param comment what the engine says for people
 * @param changedComment whether that is for the asset to take
 * @param attributes of the asset
 * @param before columns as the asset has them; empty for a new one
 * @param after columns as they will be
 */
public record TableEntry(
    String type,
    TableName name,
    @Nullable String comment,
    boolean changedComment,
    Map<String, @Nullable Object> attributes,
    Map<Integer, Column> before,
    Map<Integer, Column> after) {
  private static final String COMMENT = "comment";

  /**
   * Returns the entry of a version of a table.
   *
   * @param before the version before; null for the first
   */
  public static TableEntry of(TableName name, @Nullable TableMetadata before, TableMetadata after) {
    String comment = after.properties().get(COMMENT);
    return new TableEntry(
        EntryNames.TABLE,
        name,
        comment,
        !Objects.equals(before == null ? null : before.properties().get(COMMENT), comment),
        TableFields.attributes(before, after),
        before == null ? Map.of() : Column.of(before.schema(), before.spec()),
        Column.of(after.schema(), after.spec()));
  }

  /** Returns the entry of a version of a view, as {@link #of} does. */
  public static TableEntry of(TableName name, @Nullable ViewMetadata before, ViewMetadata after) {
    String comment = after.properties().get(COMMENT);
    return new TableEntry(
        EntryNames.VIEW,
        name,
        comment,
        !Objects.equals(before == null ? null : before.properties().get(COMMENT), comment),
        attributes(before, after),
        before == null ? Map.of() : Column.of(before.schema(), null),
        Column.of(after.schema(), null));
  }

  private static Map<String, @Nullable Object> attributes(
      @Nullable ViewMetadata before, ViewMetadata after) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("externalId", after.uuid());
    attributes.put(
        "properties",
        NamespaceEntry.laid(before == null ? Map.of() : before.properties(), after.properties()));
    Map<String, Object> dialects = new LinkedHashMap<>();
    after.currentVersion().representations().stream()
        .filter(SQLViewRepresentation.class::isInstance)
        .map(SQLViewRepresentation.class::cast)
        .forEach(sql -> dialects.put(sql.dialect(), sql.sql()));
    attributes.put("sql", dialects.values().stream().findFirst().orElse(null));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("versionId", (long) after.currentVersionId());
    metadata.put("location", after.location());
    metadata.put("sql", dialects);
    metadata.put("defaultNamespace", List.of(after.currentVersion().defaultNamespace().levels()));
    metadata.put("summary", after.currentVersion().summary());
    attributes.put("metadata", metadata);
    return attributes;
  }

  /** Returns what the first version changes. */
  public EntryChanges created() {
    List<Change> changes = new ArrayList<>();
    changes.add(upsert());
    changes.addAll(columns().all(after));
    return new EntryChanges(changes, this::repair);
  }

  /** Returns what a version after the first changes. */
  public EntryChanges changed() {
    List<Change> changes = new ArrayList<>();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (changedComment) {
      fields.put("description", comment);
    }
    fields.put("attributes", attributes);
    changes.add(new Change.PatchAsset(locator(), fields, UpsertMode.MERGE, null));
    changes.addAll(columns().between(before, after));
    return new EntryChanges(changes, this::repair);
  }

  /** Returns what another name changes. */
  public EntryChanges renamed(TableName to) {
    List<Change> changes = new ArrayList<>();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("qualifiedName", EntryNames.qualifiedName(to));
    fields.put("name", EntryNames.shortName(to.name()));
    NamespaceEntry.parent(to).ifPresent(parent -> fields.put("parent", parent));
    changes.add(new Change.PatchAsset(locator(), fields, UpsertMode.MERGE, null));
    changes.addAll(columns().moved(after, to));
    TableEntry moved = new TableEntry(type, to, comment, true, attributes, Map.of(), after);
    return new EntryChanges(
        changes,
        () -> {
          List<Change> repair = new ArrayList<>(dropped(type, name).repair().get());
          repair.addAll(moved.repair());
          return repair;
        });
  }

  /** Returns what the end of a table changes. */
  public static EntryChanges droppedTable(TableName name) {
    return dropped(EntryNames.TABLE, name);
  }

  /** Returns what the end of a view changes. */
  public static EntryChanges droppedView(TableName name) {
    return dropped(EntryNames.VIEW, name);
  }

  private static EntryChanges dropped(String type, TableName name) {
    Change delete = new Change.DeleteAsset(EntryNames.locator(type, name), null);
    return new EntryChanges(
        List.of(delete),
        () ->
            List.of(
                new Change.UpsertAsset(
                    type, EntryNames.qualifiedName(name), Map.of(), UpsertMode.MERGE, null),
                delete));
  }

  private List<Change> repair() {
    List<Change> changes = new ArrayList<>(NamespaceEntry.parents(name));
    changes.add(upsert());
    Map<Integer, Column> gone = new LinkedHashMap<>(before);
    Set<String> paths = after.values().stream().map(Column::path).collect(Collectors.toSet());
    gone.values().removeIf(column -> paths.contains(column.path()));
    // Also those that are not there, so that they can go.
    changes.addAll(columns().all(gone));
    changes.addAll(columns().between(gone, Map.of()));
    changes.addAll(columns().all(after));
    return changes;
  }

  private Change upsert() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", EntryNames.shortName(name.name()));
    fields.put("platform", EntryNames.PLATFORM);
    NamespaceEntry.parent(name).ifPresent(parent -> fields.put("parent", parent));
    if (changedComment) {
      fields.put("description", comment);
    }
    fields.put("attributes", attributes);
    return new Change.UpsertAsset(
        type, EntryNames.qualifiedName(name), fields, UpsertMode.MERGE, null);
  }

  private ColumnEntries columns() {
    return new ColumnEntries(name, locator());
  }

  private AssetLocator locator() {
    return EntryNames.locator(type, name);
  }
}
