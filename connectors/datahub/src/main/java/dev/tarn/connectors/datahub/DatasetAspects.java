package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Aspects of data sets. */
final class DatasetAspects implements AspectGroup {
  private static final Set<String> WITH_SCHEMA = Set.of("table", "view", "topic", "dataset");
  private static final Set<String> WITH_SQL = Set.of("table", "view", "dataset");
  private static final Set<String> WITH_ROWS = Set.of("table", "dataset");

  private final RecordScope scope;
  private final Entities entities;

  DatasetAspects(RecordScope scope, Entities entities) {
    this.scope = scope;
    this.entities = entities;
  }

  @Override
  public boolean map(Entity entity, String name, JsonNode aspect) {
    DatasetName dataset = entity.dataset();
    if (dataset == null) {
      return false;
    }
    Draft draft = entity.draft();
    switch (name) {
      case "datasetProperties" -> properties(dataset, draft, aspect);
      case "editableDatasetProperties" -> {
        draft.description(Json.text(aspect, "description"));
        draft.displayName(Json.text(aspect, "name"));
      }
      case "schemaMetadata" -> schema(dataset, draft, aspect);
      case "editableSchemaMetadata" -> {
        for (JsonNode field : aspect.path("editableSchemaFieldInfo")) {
          field(dataset, field);
        }
      }
      case "upstreamLineage" -> {
        LineageEdges edges = new LineageEdges(scope, entities);
        edges.upstreams(dataset.ref(), aspect.path("upstreams"));
        edges.columns(aspect.path("fineGrainedLineages"), dataset.ref(), null);
      }
      case "viewProperties" -> view(dataset, draft, aspect);
      case "storageFeatures", "datasetProfile" -> size(dataset, draft, name, aspect);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void properties(DatasetName dataset, Draft draft, JsonNode aspect) {
    String title = Json.text(aspect, "name");
    if (dataset.ref().type().equals("dataset") && !DatasetName.isLocated(dataset.platform())) {
      draft.name(title);
    } else if (title != null && !title.strip().equalsIgnoreCase(dataset.name())) {
      draft.displayName(title);
    }
    draft
        .description(Json.text(aspect, "description"))
        .attribute("externalUrl", Json.text(aspect, "externalUrl"))
        .property("qualifiedName", Json.text(aspect, "qualifiedName"))
        .properties(Json.map(aspect.path("customProperties")))
        .attribute("sourceCreatedAt", Json.timeOfMillis(aspect.path("created").path("time")))
        .attribute("sourceUpdatedAt", Json.timeOfMillis(aspect.path("lastModified").path("time")));
    for (String tag : Json.texts(aspect.path("tags"))) {
      Ref ref = new Ref("tag", tag);
      scope.fold().asset(ref);
      draft.tag(ref);
    }
    String uri = Json.text(aspect, "uri");
    if (!dataset.ref().type().equals("topic")) {
      draft.attribute("location", uri);
    } else {
      draft.property("uri", uri);
    }
  }

  private void schema(DatasetName dataset, Draft draft, JsonNode aspect) {
    draft.property("schemaName", Json.text(aspect, "schemaName"));
    rawSchema(dataset, draft, aspect.path("platformSchema"));
    List<String> keys = new ArrayList<>();
    for (String key : Json.texts(aspect.path("primaryKeys"))) {
      keys.add(Entities.fieldPath(key));
    }
    if (dataset.ref().type().equals("table")) {
      draft.attribute("primaryKey", keys);
    } else {
      keys.forEach(
          key -> {
            if (!key.isBlank()) {
              scope.fold().column(dataset, key).attribute("primaryKey", true);
            }
          });
    }
    JsonNode fields = aspect.path("fields");
    for (int i = 0; i < fields.size(); i++) {
      Draft column = field(dataset, fields.get(i));
      if (column != null) {
        column.attribute("ordinal", (long) i + 1);
      }
    }
    for (JsonNode key : aspect.path("foreignKeys")) {
      foreignKey(key);
    }
  }

  /** A union that names its branch: DDL, Avro, JSON schema, … */
  private void rawSchema(DatasetName dataset, Draft draft, JsonNode platformSchema) {
    JsonNode schema =
        platformSchema.size() == 1 && platformSchema.elements().next().isObject()
            ? platformSchema.elements().next()
            : platformSchema;
    for (String field : List.of("rawSchema", "tableSchema", "documentSchema", "schema")) {
      String raw = Json.text(schema, field);
      if (raw == null) {
        continue;
      }
      if (WITH_SCHEMA.contains(dataset.ref().type())) {
        draft.attribute("rawSchema", raw);
      } else {
        scope.notMapped("raw schema of a " + dataset.ref().type());
      }
      return;
    }
  }

  /** Maps a field of a schema, or what was edited of one. */
  private @Nullable Draft field(DatasetName dataset, JsonNode field) {
    String given = Json.text(field, "fieldPath");
    String path = given == null ? "" : Entities.fieldPath(given);
    if (path.isBlank()) {
      scope.notMapped("field without a path");
      return null;
    }
    Draft column = scope.fold().column(dataset, path);
    fieldFacts(scope, entities, column, field);
    return column;
  }

  static void fieldFacts(RecordScope scope, Entities entities, Draft column, JsonNode field) {
    column
        .description(Json.text(field, "description"))
        .displayName(Json.text(field, "label"))
        .attribute("dataType", Json.text(field, "nativeDataType"))
        .attribute("nullable", Json.flag(field.path("nullable")))
        .attribute("primaryKey", Json.flag(field.path("isPartOfKey")))
        .attribute("partitionKey", Json.flag(field.path("isPartitioningKey")));
    CommonAspects common = new CommonAspects(scope, entities);
    common.tags(column, field.path("globalTags"));
    common.terms(column, field.path("glossaryTerms"));
  }

  private void foreignKey(JsonNode key) {
    JsonNode sources = key.path("sourceFields");
    JsonNode targets = key.path("foreignFields");
    for (int i = 0; i < Math.min(sources.size(), targets.size()); i++) {
      Ref source = entities.ref(Json.text(sources.get(i)));
      Ref target = entities.ref(Json.text(targets.get(i)));
      if (source != null && target != null) {
        scope.fold().edge("foreign-key", source, target);
      }
    }
  }

  private void view(DatasetName dataset, Draft draft, JsonNode aspect) {
    if (!WITH_SQL.contains(dataset.ref().type())) {
      scope.notMapped("view logic of a " + dataset.ref().type());
      return;
    }
    draft
        .attribute("sql", Json.text(aspect, "viewLogic"))
        .property("viewLanguage", Json.text(aspect, "viewLanguage"));
    Boolean materialized = Json.flag(aspect.path("materialized"));
    if (materialized != null) {
      draft.attribute("materialization", materialized ? "materialized view" : "view");
    }
    if (aspect.hasNonNull("formattedViewLogic")) {
      scope.notMapped("formatted view logic");
    }
  }

  private void size(DatasetName dataset, Draft draft, String name, JsonNode aspect) {
    if (WITH_ROWS.contains(dataset.ref().type())) {
      draft
          .attribute("rowCount", Json.integer(aspect.path("rowCount")))
          .attribute("sizeBytes", Json.integer(aspect.path("sizeInBytes")));
    }
    // Ranks among other tables, and profiles of columns.
    scope.notMapped("dataset." + name + " beyond size");
  }
}
