package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Names;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.asset.Owner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the entries of a manifest have in common: tags, meta, owners, groups, columns. */
final class Shared {
  private final RecordScope scope;

  Shared(RecordScope scope) {
    this.scope = scope;
  }

  /** Maps what dbt allows on everything that it documents. */
  void describe(Draft draft, JsonNode entry) {
    draft
        .description(Json.text(entry, "description"))
        .property("dbt.package", Json.text(entry, "package_name"))
        .property("dbt.path", Json.text(entry, "original_file_path"));
    tags(draft, entry);
    meta(draft, entry);
    String group = Json.text(entry, "group");
    if (group == null) {
      group = Json.text(entry.path("config"), "group");
    }
    if (group != null) {
      draft.owner(group(group), Owner.DEFAULT_KIND);
    }
  }

  /** Returns the team that a group is. */
  static Ref group(String name) {
    return new Ref("team", name);
  }

  void tags(Draft draft, JsonNode entry) {
    Set<String> tags = new LinkedHashSet<>();
    for (JsonNode list : List.of(entry.path("tags"), entry.path("config").path("tags"))) {
      if (list.isTextual()) {
        tags.add(list.textValue());
      }
      tags.addAll(Json.texts(list));
    }
    for (String tag : tags) {
      if (!tag.isBlank()) {
        Ref ref = new Ref("tag", tag);
        scope.fold().asset(ref);
        draft.tag(ref);
      }
    }
  }

  /** Meta is free; only its owners have a meaning that all projects share. */
  void meta(Draft draft, JsonNode entry) {
    JsonNode meta = entry.path("config").path("meta");
    if (!meta.isObject() || meta.isEmpty()) {
      meta = entry.path("meta");
    }
    if (!meta.isObject() || meta.isEmpty()) {
      return;
    }
    draft.attribute("metadata", Json.value(meta));
    for (String field : List.of("owner", "owners")) {
      JsonNode owners = meta.path(field);
      if (owners.isTextual()) {
        owner(draft, Json.text(owners));
      }
      Json.texts(owners).forEach(owner -> owner(draft, owner));
    }
  }

  private static void owner(Draft draft, @Nullable String name) {
    if (name != null) {
      // Slack-like handles name the same person.
      String bare = name.startsWith("@") && name.length() > 1 ? name.substring(1) : name;
      draft.owner(Names.owner(bare), Owner.DEFAULT_KIND);
    }
  }

  void columns(DatasetName dataset, JsonNode columns) {
    columns
        .properties()
        .forEach(
            entry -> {
              JsonNode column = entry.getValue();
              String name = Json.text(column, "name");
              String path = name == null ? entry.getKey() : name;
              if (path.isBlank()) {
                scope.notMapped("column without a name");
                return;
              }
              Draft draft =
                  scope
                      .fold()
                      .column(dataset, path)
                      .description(Json.text(column, "description"))
                      .attribute("dataType", Json.text(column, "data_type"));
              tags(draft, column);
              meta(draft, column);
              for (JsonNode constraint : column.path("constraints")) {
                constraint(draft, Json.text(constraint, "type"));
              }
            });
  }

  private void constraint(Draft draft, @Nullable String type) {
    switch (type == null ? "" : type) {
      case "not_null" -> draft.attribute("nullable", false);
      case "primary_key" -> draft.attribute("primaryKey", true).attribute("nullable", false);
      default -> scope.notMapped("constraint." + type);
    }
  }
}
