package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What containers are: their ids are hashes, and only their members' names tell which database or
 * schema one is. Filled before entities are mapped; a few hundred bytes per container.
 */
final class Containers {
  private record Description(@Nullable String platform, Map<String, String> properties) {}

  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, DatasetName> members = new HashMap<>();
  private final Map<String, List<String>> children = new HashMap<>();
  private final Map<String, Description> descriptions = new HashMap<>();
  private final Map<String, Ref> resolved = new HashMap<>();

  void learn(String urnText, String aspectName, JsonNode aspect) {
    Urn urn = Urn.parse(urnText);
    if (urn == null) {
      return;
    }
    switch (aspectName) {
      case "container" -> {
        Urn container = Urn.parse(Json.text(aspect, "container"));
        if (container == null) {
          return;
        }
        String id = container.part(0);
        if (urn.type().equals("container")) {
          if (!urn.part(0).equals(id) && parents.putIfAbsent(urn.part(0), id) == null) {
            children.computeIfAbsent(id, key -> new ArrayList<>()).add(urn.part(0));
          }
        } else {
          DatasetName dataset = Entities.datasetName(urn);
          if (dataset != null && DatasetName.isWarehouse(dataset.platform())) {
            members.putIfAbsent(id, dataset);
          }
        }
      }
      case "containerProperties" -> {
        if (urn.type().equals("container")) {
          Map<String, String> properties = Json.map(aspect.path("customProperties"));
          descriptions.put(urn.part(0), new Description(properties.get("platform"), properties));
        }
      }
      default -> {}
    }
  }

  /** Returns what a container is. */
  Ref ref(String id) {
    Ref known = resolved.get(id);
    if (known == null) {
      known = resolve(id);
      resolved.put(id, known);
    }
    return known;
  }

  private Ref resolve(String id) {
    DatasetName member = members.get(id);
    if (member != null && member.ancestors().size() > 1) {
      return member.ancestors().getLast().ref();
    }
    for (String child : children.getOrDefault(id, List.of())) {
      DatasetName below = members.get(child);
      if (below != null && below.ancestors().size() > 2) {
        return below.ancestors().get(below.ancestors().size() - 2).ref();
      }
    }
    Ref named = named(descriptions.get(id));
    return named == null ? new Ref("container", "datahub." + id) : named;
  }

  /** A database or schema without tables says itself what it is. */
  private static @Nullable Ref named(@Nullable Description description) {
    String platform = description == null ? null : description.platform();
    String database = description == null ? null : description.properties().get("database");
    if (description == null
        || platform == null
        || database == null
        || database.isBlank()
        || !DatasetName.isWarehouse(plain(platform))) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    for (String part : List.of("instance", "database", "schema")) {
      String value = description.properties().get(part);
      if (value != null && !value.isBlank()) {
        parts.add(value);
      }
    }
    boolean isSchema = description.properties().get("schema") != null;
    // A table's name, of which the part above is wanted: two parts above for a database.
    parts.add("x");
    if (!isSchema) {
      parts.add("x");
    }
    List<DatasetName.Ancestor> ancestors = DatasetName.table(plain(platform), parts).ancestors();
    return ancestors.get(ancestors.size() - (isSchema ? 1 : 2)).ref();
  }

  private static String plain(String platform) {
    Urn urn = Urn.parse(platform);
    return urn == null ? platform : urn.part(0);
  }
}
