package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aspects of glossary, tags, domains, products, properties, documents, checks and incidents. */
final class BusinessAspects implements AspectGroup {
  private static final Map<String, String> RELATED_TERMS =
      Map.of(
          "isRelatedTerms", "is-a",
          "hasRelatedTerms", "has-part",
          "relatedTerms", "related-to",
          "values", "has-part");

  private final RecordScope scope;
  private final Entities entities;

  BusinessAspects(RecordScope scope, Entities entities) {
    this.scope = scope;
    this.entities = entities;
  }

  @Override
  public boolean map(Entity entity, String name, JsonNode aspect) {
    Draft draft = entity.draft();
    switch (name) {
      case "glossaryTermInfo" -> {
        ConsumerAspects.described(draft, aspect, Json.text(aspect, "sourceUrl"));
        draft
            .name(Json.text(aspect, "name"))
            .attribute("definition", Json.text(aspect, "definition"))
            .attribute("termSource", Json.text(aspect, "termSource"))
            .property("sourceRef", Json.text(aspect, "sourceRef"));
        parent(entity, Json.text(aspect, "parentNode"));
      }
      case "glossaryNodeInfo" -> {
        draft
            .name(Json.text(aspect, "name"))
            .description(Json.text(aspect, "definition"))
            .properties(Json.map(aspect.path("customProperties")));
        parent(entity, Json.text(aspect, "parentNode"));
      }
      case "glossaryRelatedTerms" -> relatedTerms(entity.ref(), aspect);
      case "tagProperties" -> {
        draft
            .name(Json.text(aspect, "name"))
            .description(Json.text(aspect, "description"))
            .attribute("color", Json.text(aspect, "colorHex"));
      }
      case "domainProperties" -> {
        ConsumerAspects.described(draft, aspect, null);
        draft.name(Json.text(aspect, "name"));
        parent(entity, Json.text(aspect, "parentDomain"));
      }
      case "dataProductProperties" -> {
        ConsumerAspects.described(draft, aspect, null);
        draft.name(Json.text(aspect, "name"));
        for (JsonNode asset : aspect.path("assets")) {
          edge("includes", entity.ref(), Json.text(asset, "destinationUrn"));
        }
      }
      case "propertyDefinition" -> property(draft, aspect);
      case "documentInfo" -> document(entity, aspect);
      case "dataPlatformInfo" -> {
        draft
            .displayName(Json.text(aspect, "displayName"))
            .property("type", Json.text(aspect, "type"))
            .property("logoUrl", Json.text(aspect, "logoUrl"));
      }
      case "assertionInfo" -> assertion(entity, aspect);
      case "testInfo" -> {
        draft
            .name(Json.text(aspect, "name"))
            .description(Json.text(aspect, "description"))
            .attribute("testType", Json.text(aspect, "category"));
      }
      case "incidentInfo" -> incident(entity, aspect);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void edge(String type, Ref source, @Nullable String target) {
    Ref ref = entities.ref(target);
    if (ref != null) {
      scope.fold().edge(type, source, ref);
    }
  }

  private void parent(Entity entity, @Nullable String urn) {
    if (urn != null) {
      Ref parent = entities.ref(urn);
      if (parent != null && !parent.equals(entity.ref())) {
        entity.draft().parent(parent);
      }
    }
  }

  private void relatedTerms(Ref term, JsonNode aspect) {
    for (Map.Entry<String, JsonNode> related : aspect.properties()) {
      String type = RELATED_TERMS.get(related.getKey());
      if (type == null) {
        scope.notMapped("glossaryTerm.glossaryRelatedTerms." + related.getKey());
        continue;
      }
      for (JsonNode other : related.getValue()) {
        edge(type, term, Json.text(other));
      }
    }
  }

  private static void property(Draft draft, JsonNode aspect) {
    String name = Json.text(aspect, "qualifiedName");
    draft
        .name(name)
        .displayName(Json.text(aspect, "displayName"))
        .description(Json.text(aspect, "description"))
        .property("cardinality", Json.text(aspect, "cardinality"))
        .property("entityTypes", String.join(", ", Json.texts(aspect.path("entityTypes"))));
    Urn type = Urn.parse(Json.text(aspect, "valueType"));
    draft.attribute("valueType", type == null ? Json.text(aspect, "valueType") : type.part(0));
    if (Json.value(aspect.path("allowedValues")) instanceof List<?> values) {
      draft.attribute("allowedValues", values);
    }
    if (!aspect.path("typeQualifier").isEmpty()) {
      draft.property("typeQualifier", aspect.path("typeQualifier").toString());
    }
  }

  private void document(Entity entity, JsonNode aspect) {
    Draft draft = entity.draft();
    ConsumerAspects.described(draft, aspect, null);
    draft
        .name(Json.text(aspect, "title"))
        .attribute("content", Json.text(aspect.path("contents"), "text"))
        .property("state", Json.text(aspect.path("status"), "state"))
        .property("sourceType", Json.text(aspect.path("source"), "sourceType"));
    parent(entity, Json.text(aspect.path("parentDocument"), "document"));
    for (JsonNode related : aspect.path("relatedAssets")) {
      edge("documents", entity.ref(), Json.text(related, "asset"));
    }
    for (JsonNode related : aspect.path("relatedDocuments")) {
      edge("related-to", entity.ref(), Json.text(related, "document"));
    }
  }

  private void assertion(Entity entity, JsonNode aspect) {
    Draft draft = entity.draft();
    ConsumerAspects.described(draft, aspect, null);
    draft.attribute("testType", LineageEdges.lower(Json.text(aspect, "type")));
    for (JsonNode part : aspect) {
      String dataset = Json.text(part, "dataset");
      if (dataset == null) {
        dataset = Json.text(part, "entity");
      }
      if (dataset != null) {
        edge("tests", entity.ref(), dataset);
      }
      for (JsonNode field : part.path("fields")) {
        edge("tests", entity.ref(), Json.text(field));
      }
    }
  }

  private void incident(Entity entity, JsonNode aspect) {
    Draft draft = entity.draft();
    draft
        .name(Json.text(aspect, "title"))
        .description(Json.text(aspect, "description"))
        .attribute("openedAt", Json.timeOfMillis(aspect.path("created").path("time")));
    String state = Json.text(aspect.path("status"), "state");
    switch (state == null ? "" : state.toUpperCase(Locale.ROOT)) {
      case "ACTIVE" -> draft.attribute("state", "open");
      case "RESOLVED" -> draft.attribute("state", "resolved");
      default -> scope.notMapped("incident.state");
    }
    for (JsonNode affected : aspect.path("entities")) {
      edge("affects", entity.ref(), Json.text(affected));
    }
  }
}
