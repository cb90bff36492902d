package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.datahub.Entities.Entity;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Names;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.change.AssetField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aspects that many kinds of entity have. */
final class CommonAspects implements AspectGroup {
  private static final String SYSTEM_TYPE = "__system__";

  private final RecordScope scope;
  private final Entities entities;

  CommonAspects(RecordScope scope, Entities entities) {
    this.scope = scope;
    this.entities = entities;
  }

  @Override
  public boolean map(Entity entity, String name, JsonNode aspect) {
    Draft draft = entity.draft();
    switch (name) {
      case "status" -> {
        if (aspect.path("removed").asBoolean()) {
          draft.set(AssetField.STATUS, "deprecated");
        }
      }
      case "deprecation" -> {
        if (aspect.path("deprecated").asBoolean()) {
          draft.set(AssetField.STATUS, "deprecated");
          draft.property("deprecationNote", Json.text(aspect, "note"));
        }
      }
      case "ownership" -> owners(draft, aspect.path("owners"));
      case "globalTags" -> tags(draft, aspect);
      case "glossaryTerms" -> terms(draft, aspect);
      case "domains" -> domains(draft, aspect.path("domains"));
      case "institutionalMemory" -> links(draft, aspect.path("elements"));
      case "subTypes" -> draft.attribute("subTypes", Json.texts(aspect.path("typeNames")));
      case "dataPlatformInstance" -> {
        Urn platform = Urn.parse(Json.text(aspect, "platform"));
        if (platform != null) {
          entities.entity(Json.text(aspect, "platform"));
          draft.platform(DatasetName.platformName(platform.part(0)));
        }
        draft.property("platformInstance", Json.text(aspect, "instance"));
      }
      case "container" -> container(entity, Json.text(aspect, "container"));
      case "browsePathsV2" -> browsePath(draft, aspect.path("path"));
      case "browsePaths" ->
          draft.property(
              "browsePath", Json.texts(aspect.path("paths")).stream().findFirst().orElse(null));
      case "embed" -> draft.property("embedUrl", Json.text(aspect, "renderUrl"));
      case "origin" -> {
        draft.property("origin", Json.text(aspect, "type"));
        draft.property("originSystem", Json.text(aspect, "externalType"));
      }
      case "siblings" -> siblings(entity.ref(), aspect.path("siblings"));
      case "structuredProperties" -> structured(draft, aspect.path("properties"));
      case "documentation" -> {
        JsonNode first = aspect.path("documentations").path(0);
        draft.description(Json.text(first, "documentation"));
        for (int i = 1; i < aspect.path("documentations").size(); i++) {
          scope.notMapped("documentation beyond the first");
        }
      }
      case "testResults" -> {
        results(entity.ref(), aspect.path("passing"), "passing");
        results(entity.ref(), aspect.path("failing"), "failing");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void owners(Draft draft, JsonNode owners) {
    for (JsonNode owner : owners) {
      Ref ref = entities.ref(Json.text(owner, "owner"));
      if (ref == null || !(ref.type().equals("user") || ref.type().equals("team"))) {
        scope.notMapped("owner that is neither user nor group");
        continue;
      }
      draft.owner(ref, kind(Json.text(owner, "typeUrn"), Json.text(owner, "type")));
    }
  }

  /** The type's URN says more than the older field beside it. */
  private static String kind(@Nullable String typeUrn, @Nullable String type) {
    Urn urn = Urn.parse(typeUrn);
    if (urn == null) {
      return Names.kind(type);
    }
    String key = urn.part(0);
    return Names.kind(key.startsWith(SYSTEM_TYPE) ? key.substring(SYSTEM_TYPE.length()) : key);
  }

  void tags(Draft draft, JsonNode aspect) {
    for (JsonNode tag : aspect.path("tags")) {
      Ref ref = entities.ref(Json.text(tag, "tag"));
      if (ref != null && ref.type().equals("tag")) {
        draft.tag(ref);
      }
    }
  }

  void terms(Draft draft, JsonNode aspect) {
    for (JsonNode term : aspect.path("terms")) {
      Ref ref = entities.ref(Json.text(term, "urn"));
      if (ref != null && ref.type().equals("glossary-term")) {
        draft.term(ref);
      }
    }
  }

  private void domains(Draft draft, JsonNode domains) {
    for (int i = 0; i < domains.size(); i++) {
      Ref ref = entities.ref(Json.text(domains.get(i)));
      if (ref == null || !ref.type().equals("domain")) {
        continue;
      }
      if (i == 0) {
        draft.domain(ref);
      } else {
        scope.notMapped("domain beyond the first");
      }
    }
  }

  private static void links(Draft draft, JsonNode elements) {
    for (JsonNode element : elements) {
      String url = Json.text(element, "url");
      String title = Json.text(element, "description");
      if (url != null) {
        draft.link(title == null ? url : title, url);
      }
    }
  }

  /** Databases and schemas are where their names say. */
  private void container(Entity entity, @Nullable String container) {
    Ref ref = entities.ref(container);
    if (ref == null || ref.equals(entity.ref())) {
      return;
    }
    switch (entity.ref().type()) {
      case "table", "view", "schema", "database" -> {}
      default -> entity.draft().parent(ref);
    }
  }

  /** Of a path through containers, the containers tell. */
  private static void browsePath(Draft draft, JsonNode path) {
    List<String> names = new ArrayList<>();
    for (JsonNode step : path) {
      String id = Json.text(step, "id");
      if (id == null || step.hasNonNull("urn")) {
        return;
      }
      names.add(id);
    }
    draft.property("browsePath", names.isEmpty() ? null : "/" + String.join("/", names));
  }

  /** One edge for the two entities that name each other. */
  private void siblings(Ref ref, JsonNode siblings) {
    for (JsonNode sibling : siblings) {
      Ref other = entities.ref(Json.text(sibling));
      if (other == null || other.equals(ref)) {
        continue;
      }
      boolean inOrder = ref.toString().compareTo(other.toString()) < 0;
      scope.fold().edge("same-as", inOrder ? ref : other, inOrder ? other : ref);
    }
  }

  private void structured(Draft draft, JsonNode properties) {
    for (JsonNode property : properties) {
      String urn = Json.text(property, "propertyUrn");
      Ref ref = entities.ref(urn);
      if (ref == null) {
        continue;
      }
      List<String> values = new ArrayList<>();
      for (JsonNode value : property.path("values")) {
        // A union names its branch: {"string": "x"}.
        JsonNode plain = value.isObject() && value.size() == 1 ? value.elements().next() : value;
        String text = Json.print(plain);
        if (text != null) {
          values.add(text);
        }
      }
      draft.property(ref.qualifiedName(), String.join(", ", values));
    }
  }

  private void results(Ref ref, JsonNode results, String outcome) {
    for (JsonNode result : results) {
      Ref test = entities.ref(Json.text(result, "test"));
      if (test != null) {
        scope.fold().edge("tests", test, ref).attribute("properties", Map.of("result", outcome));
      }
    }
  }
}
