package dev.tarn.connectors.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Names;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.type.BuiltInTypes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps the facets of a data set. */
final class DatasetMapper {
  private static final Set<String> WITH_FORMAT = Set.of("table", "dataset");
  private static final Set<String> WITH_SIZE = Set.of("table", "file");

  private final RecordScope scope;
  private final DatasetName dataset;
  private final Draft draft;

  DatasetMapper(RecordScope scope, DatasetName dataset) {
    this.scope = scope;
    this.dataset = dataset;
    this.draft = scope.fold().dataset(dataset);
  }

  void map(String namespace, JsonNode facets, String path) {
    if (!DatasetName.isLocated(dataset.platform()) && namespace.contains("://")) {
      draft.property("openlineage.namespace", namespace);
    }
    facets.properties().forEach(facet -> facet(facet.getKey(), facet.getValue(), path));
  }

  private void facet(String facet, JsonNode value, String path) {
    switch (facet) {
      case "schema" -> columns(value.path("fields"), null, path + ".schema.fields");
      case "documentation" -> draft.description(Json.text(value, "description"));
      case "ownership" -> owners(value);
      case "tags" -> new TagsFacet(scope).map(value, draft, dataset);
      case "symlinks" -> symlinks(value, path);
      case "dataSource" -> dataSource(value);
      case "storage" -> format(value);
      case "version" -> draft.property("version", Json.text(value, "datasetVersion"));
      case "datasetType" -> {
        String type = Json.text(value, "datasetType");
        draft.attribute("subTypes", type == null ? null : List.of(type));
      }
      case "lifecycleStateChange" -> lifecycle(value, path);
      // Mapped with the job that writes the data set.
      case "columnLineage" -> {}
      default -> scope.notMapped("dataset-facet." + facet);
    }
  }

  private void owners(JsonNode facet) {
    for (JsonNode owner : facet.path("owners")) {
      String name = Json.text(owner, "name");
      if (name != null) {
        String type = Json.text(owner, "type");
        draft.owner(Names.owner(name), type == null ? Owner.DEFAULT_KIND : Names.kind(type));
      }
    }
  }

  private void columns(JsonNode fields, @Nullable String prefix, String path) {
    for (int i = 0; i < fields.size(); i++) {
      JsonNode field = fields.get(i);
      String name = scope.name(field, "name", path + "[" + i + "]");
      if (name == null) {
        continue;
      }
      String columnPath = prefix == null ? name : prefix + "." + name;
      Draft column = scope.fold().column(dataset, columnPath);
      column
          .attribute("dataType", Json.text(field, "type"))
          .attribute("ordinal", (long) i + 1)
          .description(Json.text(field, "description"));
      columns(field.path("fields"), columnPath, path + "[" + i + "].fields");
    }
  }

  private void symlinks(JsonNode facet, String path) {
    JsonNode identifiers = facet.path("identifiers");
    for (int i = 0; i < identifiers.size(); i++) {
      String at = path + ".symlinks.identifiers[" + i + "]";
      String namespace = scope.name(identifiers.get(i), "namespace", at);
      String name = scope.name(identifiers.get(i), "name", at);
      if (namespace == null || name == null) {
        continue;
      }
      DatasetName other = EventNames.dataset(namespace, name);
      if (!other.ref().equals(dataset.ref())) {
        String type = Json.text(identifiers.get(i), "type");
        scope.fold().dataset(other).attribute("subTypes", type == null ? null : List.of(type));
        scope.fold().edge("same-as", dataset.ref(), other.ref());
      }
    }
  }

  private void dataSource(JsonNode facet) {
    draft
        .property("dataSource.name", Json.text(facet, "name"))
        .property("dataSource.uri", Json.text(facet, "uri"));
  }

  private void format(JsonNode facet) {
    String format = Json.text(facet, "fileFormat");
    String layer = Json.text(facet, "storageLayer");
    if (WITH_FORMAT.contains(dataset.ref().type())) {
      draft.attribute("format", layer == null ? format : layer);
    } else {
      scope.notMapped("dataset-facet.storage of a " + dataset.ref().type());
    }
  }

  private void lifecycle(JsonNode facet, String path) {
    String change = Json.text(facet, "lifecycleStateChange");
    if (change == null) {
      return;
    }
    switch (change.toUpperCase(Locale.ROOT)) {
      case "DROP" -> draft.set(AssetField.STATUS, "deprecated");
      case "CREATE" -> draft.set(AssetField.STATUS, "active");
      case "RENAME" -> {
        JsonNode previous = facet.path("previousIdentifier");
        String at = path + ".lifecycleStateChange.previousIdentifier";
        String namespace = scope.name(previous, "namespace", at);
        String name = scope.name(previous, "name", at);
        if (namespace != null && name != null) {
          DatasetName before = EventNames.dataset(namespace, name);
          scope.fold().dataset(before).set(AssetField.STATUS, "deprecated");
          scope
              .fold()
              .edge(BuiltInTypes.LINEAGE, before.ref(), dataset.ref())
              .attribute("transformationType", "rename");
        }
      }
      // Content changed; the asset did not.
      case "ALTER", "OVERWRITE", "TRUNCATE" -> {}
      default -> scope.notMapped("dataset-facet.lifecycleStateChange." + change);
    }
  }

  void inputFacets(JsonNode facets) {
    facets
        .properties()
        .forEach(
            facet -> {
              JsonNode value = facet.getValue();
              switch (facet.getKey()) {
                case "dataQualityMetrics" -> {
                  if (dataset.ref().type().equals("table")) {
                    draft.attribute("rowCount", Json.integer(value.path("rowCount")));
                  }
                  if (WITH_SIZE.contains(dataset.ref().type())) {
                    draft.attribute("sizeBytes", Json.integer(value.path("bytes")));
                  }
                  if (value.has("columnMetrics")) {
                    scope.notMapped("input-facet.dataQualityMetrics.columnMetrics");
                  }
                }
                case "dataQualityAssertions" -> assertions(value.path("assertions"));
                default -> scope.notMapped("input-facet." + facet.getKey());
              }
            });
  }

  private void assertions(JsonNode assertions) {
    for (JsonNode assertion : assertions) {
      String type = Json.text(assertion, "assertion");
      if (type == null) {
        scope.notMapped("assertion without a name");
        continue;
      }
      String field = Json.text(assertion, "column");
      Ref target = field == null ? dataset.ref() : dataset.column(field);
      if (field != null) {
        scope.fold().column(dataset, field);
      }
      Ref test = new Ref("test", target.qualifiedName() + "." + type);
      scope.fold().asset(test).name(type).attribute("testType", type);
      scope.fold().edge("tests", test, target);
      scope.notMapped("assertion outcome");
    }
  }

  void outputFacets(JsonNode facets) {
    // They tell what one run wrote, which is no property of the data set.
    facets.properties().forEach(facet -> scope.notMapped("output-facet." + facet.getKey()));
  }
}
