package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aspects of what moves and shows data: charts, dashboards, flows, jobs, containers, queries. */
final class ConsumerAspects implements AspectGroup {
  private final RecordScope scope;
  private final Entities entities;
  private final LineageEdges lineage;

  ConsumerAspects(RecordScope scope, Entities entities) {
    this.scope = scope;
    this.entities = entities;
    this.lineage = new LineageEdges(scope, entities);
  }

  @Override
  public boolean map(Entity entity, String name, JsonNode aspect) {
    Draft draft = entity.draft();
    switch (name) {
      case "chartInfo" -> {
        shown(draft, aspect, Json.text(aspect, "chartUrl"));
        draft.attribute("chartType", LineageEdges.lower(Json.text(aspect, "type")));
        lineage
            .refs(aspect.path("inputs"), aspect.path("inputEdges"))
            .forEach(input -> lineage.edge(input, entity.ref()));
      }
      case "chartQuery" -> draft.attribute("sql", Json.text(aspect, "rawQuery"));
      case "dashboardInfo" -> {
        shown(draft, aspect, Json.text(aspect, "dashboardUrl"));
        contents(entity, lineage.refs(aspect.path("charts"), aspect.path("chartEdges")));
        contents(entity, lineage.refs(aspect.path("dashboards"), aspect.path("dashboards")));
        lineage
            .refs(aspect.path("datasets"), aspect.path("datasetEdges"))
            .forEach(dataset -> lineage.edge(dataset, entity.ref()));
      }
      case "editableChartProperties",
          "editableDashboardProperties",
          "editableDataJobProperties",
          "editableDataFlowProperties",
          "editableContainerProperties",
          "editableMlModelProperties" ->
          draft.description(Json.text(aspect, "description"));
      case "inputFields" -> inputFields(entity.ref(), aspect.path("fields"));
      case "dataFlowInfo", "dataJobInfo" -> {
        described(draft, aspect, null);
        draft
            .displayName(Json.text(aspect, "name"))
            .property("project", Json.text(aspect, "project"))
            .property("type", type(aspect.path("type")));
      }
      case "dataJobInputOutput" -> job(entity.ref(), aspect);
      case "containerProperties" -> {
        described(draft, aspect, null);
        container(entity, Json.text(aspect, "name"));
        draft.property("qualifiedName", Json.text(aspect, "qualifiedName"));
      }
      case "queryProperties" -> {
        described(draft, aspect, null);
        draft
            .name(Json.text(aspect, "name"))
            .attribute("sql", Json.text(aspect.path("statement"), "value"))
            .property("origin", Json.text(aspect, "source"));
      }
      case "querySubjects" -> {
        for (JsonNode subject : aspect.path("subjects")) {
          Ref ref = entities.ref(Json.text(subject, "entity"));
          if (ref != null) {
            scope.fold().edge("depends-on", entity.ref(), ref);
          }
        }
      }
      case "mlModelProperties", "mlModelGroupProperties", "mlFeatureProperties" -> {
        described(draft, aspect, null);
        draft.displayName(Json.text(aspect, "name"));
        if (entity.ref().type().equals("feature")) {
          draft.attribute("dataType", Json.text(aspect, "dataType"));
        }
        lineage
            .refs(aspect.path("sources"), aspect.path("none"))
            .forEach(source -> lineage.edge(source, entity.ref()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void shown(Draft draft, JsonNode aspect, @Nullable String url) {
    described(draft, aspect, url);
    draft.name(Json.text(aspect, "title"));
    draft
        .attribute(
            "sourceCreatedAt",
            Json.timeOfMillis(aspect.path("lastModified").path("created").path("time")))
        .attribute(
            "sourceUpdatedAt",
            Json.timeOfMillis(aspect.path("lastModified").path("lastModified").path("time")));
  }

  /** Maps what the descriptions of nearly all entities have. */
  static void described(Draft draft, JsonNode aspect, @Nullable String url) {
    String external = Json.text(aspect, "externalUrl");
    draft
        .description(Json.text(aspect, "description"))
        .attribute("externalUrl", external == null ? url : external)
        .properties(Json.map(aspect.path("customProperties")))
        .attribute("sourceCreatedAt", Json.timeOfMillis(aspect.path("created").path("time")))
        .attribute("sourceUpdatedAt", Json.timeOfMillis(aspect.path("lastModified").path("time")));
    if (external != null && url != null && !external.equals(url)) {
      draft.link("source", url);
    }
  }

  /** What a dashboard shows, it depends on. */
  private void contents(Entity dashboard, List<Ref> shown) {
    for (Ref ref : shown) {
      scope.fold().edge("includes", dashboard.ref(), ref);
      lineage.edge(ref, dashboard.ref());
    }
  }

  private void inputFields(Ref consumer, JsonNode fields) {
    for (JsonNode input : fields) {
      Entity field = entities.entity(Json.text(input, "schemaFieldUrn"));
      if (field != null) {
        DatasetAspects.fieldFacts(scope, entities, field.draft(), input.path("schemaField"));
        lineage.edge(field.ref(), consumer);
      }
    }
  }

  private static @Nullable String type(JsonNode type) {
    return Json.text(type.isObject() && !type.isEmpty() ? type.elements().next() : type);
  }

  private void job(Ref job, JsonNode aspect) {
    lineage
        .refs(aspect.path("inputDatasets"), aspect.path("inputDatasetEdges"))
        .forEach(input -> lineage.edge(input, job));
    lineage
        .refs(aspect.path("inputDatajobs"), aspect.path("inputDatajobEdges"))
        .forEach(input -> lineage.edge(input, job));
    lineage
        .refs(aspect.path("outputDatasets"), aspect.path("outputDatasetEdges"))
        .forEach(output -> lineage.edge(job, output));
    lineage
        .refs(aspect.path("inputDatasetFields"), aspect.path("none"))
        .forEach(input -> lineage.edge(input, job));
    lineage
        .refs(aspect.path("outputDatasetFields"), aspect.path("none"))
        .forEach(output -> lineage.edge(job, output));
    lineage.columns(aspect.path("fineGrainedLineages"), null, job);
  }

  /** A database or schema has its name from its tables; people may write it in another case. */
  private static void container(Entity entity, @Nullable String name) {
    if (entity.ref().type().equals("container")) {
      entity.draft().name(name);
    } else if (name != null) {
      String last = entity.ref().qualifiedName();
      if (!last.substring(last.lastIndexOf('.') + 1).equalsIgnoreCase(name.strip())) {
        entity.draft().displayName(name);
      }
    }
  }
}
