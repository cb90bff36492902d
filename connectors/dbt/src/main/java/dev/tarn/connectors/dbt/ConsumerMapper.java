package dev.tarn.connectors.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.asset.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps what reads tables without being one, and the groups that own things. */
final class ConsumerMapper {
  private final Project project;
  private final RecordScope scope;

  ConsumerMapper(Project project, RecordScope scope) {
    this.project = project;
    this.scope = scope;
  }

  private @Nullable Draft begin(String key, JsonNode entry) {
    Ref ref = project.ref(key);
    if (ref == null) {
      return null;
    }
    Draft draft = scope.fold().asset(ref).name(Json.text(entry, "name")).platform("dbt");
    new Shared(scope).describe(draft, entry);
    draft.attribute("externalId", key);
    draft.displayName(Json.text(entry, "label"));
    new Dependencies(project, scope).lineage(entry, ref);
    return draft;
  }

  void query(String key, String type, JsonNode entry) {
    Draft draft = begin(key, entry);
    if (draft != null) {
      String code = Json.text(entry, "compiled_code");
      draft
          .attribute("subTypes", List.of(type))
          .attribute("sql", code == null ? Json.text(entry, "raw_code") : code);
    }
  }

  void savedQuery(String key, JsonNode entry) {
    Draft draft = begin(key, entry);
    if (draft != null) {
      draft
          .attribute("subTypes", List.of("saved query"))
          .property("dbt.queryParams", Json.print(entry.path("query_params")));
      if (!entry.path("exports").isEmpty()) {
        draft.property("dbt.exports", entry.path("exports").toString());
      }
    }
  }

  void exposure(String key, JsonNode entry) {
    Draft draft = begin(key, entry);
    if (draft == null) {
      return;
    }
    String type = Json.text(entry, "type");
    draft
        .attribute("subTypes", type == null ? null : List.of(type))
        .attribute("externalUrl", Json.text(entry, "url"))
        .property("dbt.maturity", Json.text(entry, "maturity"));
    owner(draft, entry.path("owner"));
  }

  private void owner(Draft draft, JsonNode owner) {
    String name = Json.text(owner, "name");
    for (String email : emails(owner.path("email"))) {
      Ref user = new Ref("user", email);
      scope.fold().asset(user).displayName(name).attribute("email", email);
      draft.owner(user, Owner.DEFAULT_KIND);
    }
    if (emails(owner.path("email")).isEmpty() && name != null) {
      draft.owner(new Ref("user", name), Owner.DEFAULT_KIND);
    }
  }

  private static List<String> emails(JsonNode email) {
    String one = Json.text(email);
    return one == null ? Json.texts(email) : List.of(one);
  }

  void metric(String key, JsonNode entry) {
    Draft draft = begin(key, entry);
    if (draft == null) {
      return;
    }
    JsonNode parameters = entry.path("type_params");
    String expression = Json.text(parameters, "expr");
    if (expression == null) {
      expression = Json.text(parameters.path("measure"), "name");
    }
    if (expression == null) {
      expression = Json.text(entry, "expression");
    }
    String type = Json.text(entry, "type");
    draft
        .attribute("subTypes", type == null ? null : List.of(type))
        .attribute("label", Json.text(entry, "label"))
        .attribute("expression", expression)
        .property("dbt.typeParams", parameters.isEmpty() ? null : parameters.toString())
        .property("dbt.filter", Json.print(entry.path("filter")));
  }

  void semanticModel(String key, JsonNode entry) {
    DatasetName name = project.dataset(key);
    if (name == null) {
      return;
    }
    Draft draft = scope.fold().dataset(name).name(Json.text(entry, "name"));
    new Shared(scope).describe(draft, entry);
    draft.attribute("externalId", key);
    draft
        .displayName(Json.text(entry, "label"))
        .attribute("subTypes", List.of("semantic model"))
        .property("dbt.model", Json.text(entry, "model"));
    elements(name, entry.path("entities"), "entity");
    elements(name, entry.path("dimensions"), "dimension");
    elements(name, entry.path("measures"), "measure");
    new Dependencies(project, scope).lineage(entry, name.ref());
  }

  private void elements(DatasetName name, JsonNode elements, String kind) {
    for (JsonNode element : elements) {
      String field = Json.text(element, "name");
      if (field == null) {
        scope.notMapped(kind + " without a name");
        continue;
      }
      String type = Json.text(element, "type");
      scope
          .fold()
          .column(name, field)
          .displayName(Json.text(element, "label"))
          .description(Json.text(element, "description"))
          .attribute("subTypes", List.of(kind))
          .attribute("dataType", type == null ? Json.text(element, "agg") : type)
          .property("dbt.expr", Json.text(element, "expr"));
    }
  }

  void group(JsonNode entry, String path) {
    String name = scope.name(entry, "name", path);
    if (name == null) {
      return;
    }
    Draft draft = scope.fold().asset(Shared.group(name)).name(name);
    draft.description(Json.text(entry, "description"));
    JsonNode owner = entry.path("owner");
    owner(draft, owner);
    draft.attribute("email", emails(owner.path("email")).stream().findFirst().orElse(null));
  }
}
