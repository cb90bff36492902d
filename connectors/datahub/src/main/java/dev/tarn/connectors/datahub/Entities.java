package dev.tarn.connectors.datahub;

import dev.tarn.connectors.mapping.ChangeFold;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import org.jspecify.annotations.Nullable;

/** The entities that URNs name, as the catalog's assets. */
final class Entities {
  /**
   * An entity.
   *
   * @param kind as DataHub calls it
   * @param dataset of a data set; null for all others
   * @param draft of the asset
   */
  record Entity(String kind, Ref ref, @Nullable DatasetName dataset, Draft draft) {}

  private final RecordScope scope;
  private final Containers containers;

  Entities(RecordScope scope, Containers containers) {
    this.scope = scope;
    this.containers = containers;
  }

  /** Returns an entity, with what its name says of it; null, and counted, if it has no place. */
  @Nullable Entity entity(@Nullable String text) {
    Urn urn = Urn.parse(text);
    if (urn == null) {
      scope.notMapped("reference that is no URN");
      return null;
    }
    Entity entity = entity(urn);
    if (entity == null) {
      scope.notMapped("entity." + urn.type());
    }
    return entity;
  }

  /** Returns an entity's asset, made sure of; null, and counted, if it has no place. */
  @Nullable Ref ref(@Nullable String text) {
    Entity entity = entity(text);
    return entity == null ? null : entity.ref();
  }

  private @Nullable Entity entity(Urn urn) {
    ChangeFold fold = scope.fold();
    DatasetName dataset = datasetName(urn);
    if (dataset != null) {
      return new Entity(urn.type(), dataset.ref(), dataset, fold.dataset(dataset));
    }
    if (urn.type().equals("schemaField")) {
      return field(urn);
    }
    Ref ref = named(urn);
    if (ref == null) {
      return null;
    }
    Draft draft = fold.asset(ref);
    switch (urn.type()) {
      case "chart", "dashboard" -> draft.platform(platform(urn.part(0), "prod"));
      case "dataFlow" -> draft.platform(DatasetName.platformName(urn.part(0))).name(urn.part(1));
      case "dataJob" -> {
        Entity flow = entity(urn.part(0));
        if (flow != null) {
          draft.parent(flow.ref());
          Urn flowUrn = Urn.parse(urn.part(0));
          if (flowUrn != null) {
            draft.platform(DatasetName.platformName(flowUrn.part(0)));
          }
        }
      }
      default -> {}
    }
    return new Entity(urn.type(), ref, null, draft);
  }

  private @Nullable Entity field(Urn urn) {
    if (urn.parts().size() < 2) {
      return null;
    }
    Entity parent = entity(urn.part(0));
    String path = fieldPath(urn.part(1));
    if (parent == null || path.isBlank()) {
      return null;
    }
    DatasetName dataset = parent.dataset();
    if (dataset != null) {
      return new Entity(urn.type(), dataset.column(path), null, scope.fold().column(dataset, path));
    }
    Ref ref = new Ref("column", parent.ref().qualifiedName() + "." + path);
    return new Entity(urn.type(), ref, null, scope.fold().asset(ref).parent(parent.ref()));
  }

  /** Takes the types out of a path of version 2: {@code [version=2.0].[type=int].id} is id. */
  static String fieldPath(String path) {
    return path.startsWith("[version=") ? path.replaceAll("\\[[^\\]]*\\]\\.?", "") : path;
  }

  /** Returns the name of a data set, or null if the URN is of something else. */
  static @Nullable DatasetName datasetName(Urn urn) {
    if (!urn.type().equals("dataset") || urn.parts().size() < 2) {
      return null;
    }
    String environment = urn.parts().size() > 2 ? urn.part(2) : "prod";
    return DatasetName.of(platform(urn.part(0), environment), urn.part(1));
  }

  private static String platform(String text, String environment) {
    Urn urn = Urn.parse(text);
    return DatasetName.platformName(urn == null ? text : urn.part(0), environment);
  }

  private @Nullable Ref named(Urn urn) {
    String key = String.join(",", urn.parts());
    boolean pair = urn.parts().size() > 1;
    return switch (urn.type()) {
      case "corpuser" -> new Ref("user", key);
      case "corpGroup" -> new Ref("team", key);
      case "tag" -> new Ref("tag", key);
      case "glossaryTerm" -> new Ref("glossary-term", key);
      case "glossaryNode" -> new Ref("glossary", key);
      case "domain" -> new Ref("domain", key);
      case "dataProduct" -> new Ref("data-product", key);
      case "dataHubRole", "role" -> new Ref("role", key);
      case "structuredProperty" -> new Ref("structured-property", key);
      case "document" -> new Ref("document", key);
      case "query" -> new Ref("query", key);
      case "test", "assertion" -> new Ref("test", key);
      case "incident" -> new Ref("incident", key);
      case "dataPlatform" -> new Ref("platform", DatasetName.platformName(key));
      case "container" -> containers.ref(key);
      case "chart", "dashboard" ->
          pair ? new Ref(urn.type(), platform(urn.part(0), "prod") + "." + urn.part(1)) : null;
      case "dataFlow" -> pair ? flow(urn) : null;
      case "dataJob" -> {
        Urn flow = pair ? Urn.parse(urn.part(0)) : null;
        yield flow == null || flow.parts().size() < 2
            ? null
            : new Ref("job", flow(flow).qualifiedName() + "." + urn.part(1));
      }
      case "mlModel", "mlModelGroup", "mlFeatureTable" -> {
        String type = urn.type().equals("mlFeatureTable") ? "dataset" : "model";
        String environment = urn.parts().size() > 2 ? urn.part(2) : "prod";
        yield pair ? new Ref(type, platform(urn.part(0), environment) + "." + urn.part(1)) : null;
      }
      case "mlFeature", "mlPrimaryKey" ->
          pair ? new Ref("feature", urn.part(0) + "." + urn.part(1)) : null;
      default -> null;
    };
  }

  /** The cluster is named where it tells apart: prod and default do not. */
  private static Ref flow(Urn urn) {
    String cluster = urn.parts().size() > 2 ? urn.part(2) : "prod";
    String environment = cluster.equalsIgnoreCase("default") ? "prod" : cluster;
    return new Ref(
        "pipeline", DatasetName.platformName(urn.part(0), environment) + "." + urn.part(1));
  }
}
