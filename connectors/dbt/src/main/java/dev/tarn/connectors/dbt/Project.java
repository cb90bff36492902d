package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Ref;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each unique id of a project stands for. About 500 bytes per node: nodes refer to each other
 * in any order.
 */
final class Project {
  /** Where no manifest says which platform it is. */
  static final String UNKNOWN_PLATFORM = "dbt";

  private static final Set<String> SECTIONS =
      Set.of(
          "nodes",
          "sources",
          "exposures",
          "metrics",
          "semantic_models",
          "saved_queries",
          "unit_tests");

  private static final Set<String> RELATIONS = Set.of("model", "seed", "snapshot", "source");

  private final Map<String, DatasetName> datasets = new HashMap<>();
  private final Map<String, Ref> others = new HashMap<>();
  private String platform = UNKNOWN_PLATFORM;

  /** Reads the names of a manifest; its errors are reported when it is mapped. */
  void add(Artifact manifest) throws IOException {
    String adapter = Json.text(manifest.metadata(), "adapter_type");
    if (adapter != null) {
      platform = DatasetName.platformName(adapter);
    }
    String current = platform;
    manifest.read(
        SECTIONS, (section, key, entry, number, bytesRead) -> add(current, section, key, entry));
  }

  private void add(String onPlatform, String section, String key, JsonNode entry) {
    String type = type(section, key, entry);
    if (RELATIONS.contains(type)) {
      DatasetName name = relation(onPlatform, type, entry);
      if (name != null) {
        datasets.put(key, name);
      }
    } else if (type.equals("semantic_model")) {
      datasets.put(key, DatasetName.of("dbt", withoutType(key)));
    } else {
      String assetType = assetType(type, entry);
      if (assetType != null) {
        others.put(key, new Ref(assetType, "dbt." + withoutType(key)));
      }
    }
  }

  /** Returns the resource type of an entry, as dbt calls it. */
  static String type(String section, String key, JsonNode entry) {
    String type = Json.text(entry, "resource_type");
    if (type != null) {
      return type;
    }
    if (section.equals("sources")) {
      return "source";
    }
    int dot = key.indexOf('.');
    return dot < 0 ? "" : key.substring(0, dot);
  }

  private static String withoutType(String uniqueId) {
    int dot = uniqueId.indexOf('.');
    String rest = uniqueId.substring(dot + 1).strip();
    return rest.isEmpty() ? "unnamed" : rest;
  }

  private static @Nullable String assetType(String type, JsonNode entry) {
    return switch (type) {
      case "test", "unit_test" -> "test";
      case "metric" -> "metric";
      case "analysis", "operation", "saved_query", "sql_operation", "sql operation" -> "query";
      case "exposure" -> {
        String kind = Json.text(entry, "type");
        yield switch (kind == null ? "" : kind.toLowerCase(Locale.ROOT)) {
          case "dashboard" -> "dashboard";
          case "ml" -> "model";
          case "application" -> "api";
          default -> "report";
        };
      }
      default -> null;
    };
  }

  private @Nullable DatasetName relation(String onPlatform, String type, JsonNode entry) {
    String name = Json.text(entry, type.equals("source") ? "identifier" : "alias");
    if (name == null) {
      name = Json.text(entry, "name");
    }
    if (name == null) {
      return null;
    }
    DatasetName table =
        table(onPlatform, Json.text(entry, "database"), Json.text(entry, "schema"), name);
    boolean ephemeral = "ephemeral".equals(Json.text(entry.path("config"), "materialized"));
    return ephemeral
        ? new DatasetName(
            new Ref("view", table.ref().qualifiedName()),
            table.platform(),
            table.name(),
            table.ancestors(),
            table.foldsCase())
        : table;
  }

  private static DatasetName table(
      String onPlatform, @Nullable String database, @Nullable String schema, String name) {
    List<String> parts = new ArrayList<>();
    // Where there are no databases, adapters repeat the schema.
    if (database != null && !database.equals(schema)) {
      parts.add(database);
    }
    if (schema != null) {
      parts.add(schema);
    }
    parts.add(name);
    return DatasetName.table(onPlatform, parts);
  }

  /** Returns the table that a catalog's entry is about. */
  @Nullable DatasetName cataloged(String uniqueId, JsonNode metadata) {
    DatasetName known = datasets.get(uniqueId);
    String name = Json.text(metadata, "name");
    if (known != null || name == null) {
      return known;
    }
    return table(platform, Json.text(metadata, "database"), Json.text(metadata, "schema"), name);
  }

  boolean knowsPlatform() {
    return !platform.equals(UNKNOWN_PLATFORM);
  }

  /** Returns the data set of an id that has one. */
  @Nullable DatasetName dataset(String uniqueId) {
    return datasets.get(uniqueId);
  }

  /** Returns what an id stands for, or null if the manifest does not describe it. */
  @Nullable Ref ref(String uniqueId) {
    DatasetName dataset = datasets.get(uniqueId);
    return dataset == null ? others.get(uniqueId) : dataset.ref();
  }
}
