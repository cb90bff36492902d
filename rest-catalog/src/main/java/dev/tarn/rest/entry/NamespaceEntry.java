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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The asset of a namespace: of type {@code schema}, in that of the namespace around it. */
public final class NamespaceEntry {
  private static final String COMMENT = "comment";

  private NamespaceEntry() {}

  /** Returns what a new namespace changes. */
  public static EntryChanges created(TableName name, Map<String, String> properties) {
    Map<String, @Nullable Object> fields = place(name);
    fields.put("description", properties.get(COMMENT));
    fields.put("attributes", Map.of("properties", properties, "subTypes", List.of("namespace")));
    Change upsert = upsert(name, fields);
    return new EntryChanges(List.of(upsert), () -> with(parents(name), upsert));
  }

  /** Returns what other properties change. */
  public static EntryChanges changed(
      TableName name, Map<String, String> before, Map<String, String> after) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (!Objects.equals(before.get(COMMENT), after.get(COMMENT))) {
      fields.put("description", after.get(COMMENT));
    }
    fields.put("attributes", Map.of("properties", laid(before, after)));
    Change patch =
        new Change.PatchAsset(
            EntryNames.locator(EntryNames.NAMESPACE, name), fields, UpsertMode.MERGE, null);
    return new EntryChanges(
        List.of(patch),
        () -> {
          Map<String, @Nullable Object> all = place(name);
          all.putAll(fields);
          return with(parents(name), upsert(name, all));
        });
  }

  /** Returns what the end of a namespace changes. */
  public static EntryChanges dropped(TableName name) {
    Change delete = new Change.DeleteAsset(EntryNames.locator(EntryNames.NAMESPACE, name), null);
    return new EntryChanges(
        List.of(delete), () -> List.of(upsert(name, new LinkedHashMap<>()), delete));
  }

  /** Returns what makes sure of the assets of the namespaces that a name is in. */
  static List<Change> parents(TableName name) {
    List<Change> changes = new ArrayList<>();
    name.parent()
        .ifPresent(
            parent -> {
              changes.addAll(parents(parent));
              changes.add(upsert(parent, place(parent)));
            });
    return changes;
  }

  /** Returns the fields that say where a namespace is. */
  private static Map<String, @Nullable Object> place(TableName name) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", EntryNames.shortName(name.name()));
    fields.put("platform", EntryNames.PLATFORM);
    parent(name).ifPresent(parent -> fields.put("parent", parent));
    return fields;
  }

  /** Returns the asset of the namespace that a name is in. */
  static Optional<AssetLocator> parent(TableName name) {
    return name.parent().map(parent -> EntryNames.locator(EntryNames.NAMESPACE, parent));
  }

  /** Returns properties for a merge: those that are gone are null. */
  static Map<String, @Nullable String> laid(Map<String, String> before, Map<String, String> after) {
    Map<String, @Nullable String> laid = new HashMap<>(after);
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        laid.put(name, null);
      }
    }
    return laid;
  }

  private static Change upsert(TableName name, Map<String, @Nullable Object> fields) {
    return new Change.UpsertAsset(
        EntryNames.NAMESPACE, EntryNames.qualifiedName(name), fields, UpsertMode.MERGE, null);
  }

  private static List<Change> with(List<Change> first, Change last) {
    List<Change> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }
}
