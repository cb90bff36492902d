package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.type.BuiltInTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lineage, as several aspects write it. */
final class LineageEdges {
  private final RecordScope scope;
  private final Entities entities;

  LineageEdges(RecordScope scope, Entities entities) {
    this.scope = scope;
    this.entities = entities;
  }

  /** Returns what a list of URNs, or of unions of them, and a list of edges beside it name. */
  List<Ref> refs(JsonNode urns, JsonNode edges) {
    Set<Ref> refs = new LinkedHashSet<>();
    for (JsonNode urn : urns) {
      boolean union = urn.isObject() && !urn.isEmpty();
      add(refs, Json.text(union ? urn.elements().next() : urn));
    }
    for (JsonNode edge : edges) {
      add(refs, Json.text(edge, "destinationUrn"));
    }
    return new ArrayList<>(refs);
  }

  private void add(Set<Ref> refs, @Nullable String urn) {
    Ref ref = entities.ref(urn);
    if (ref != null) {
      refs.add(ref);
    }
  }

  Draft edge(Ref source, Ref target) {
    return scope.fold().edge(BuiltInTypes.LINEAGE, source, target);
  }

  /** Maps the upstreams of a data set. */
  void upstreams(Ref target, JsonNode upstreams) {
    for (JsonNode upstream : upstreams) {
      Ref source = entities.ref(Json.text(upstream, "dataset"));
      if (source != null) {
        Draft edge = edge(source, target);
        edge.attribute("transformationType", lower(Json.text(upstream, "type")));
        query(edge, upstream);
      }
    }
  }

  private static void query(Draft edge, JsonNode node) {
    String query = Json.text(node, "query");
    if (query != null) {
      edge.attribute("properties", Map.of("query", query));
    }
  }

  /**
   * Maps lineage of columns: each upstream to each downstream.
   *
   * @param whole the data set that is meant where no downstream is named; null if there is none
   * @param job what moves the data, if a job reports it
   */
  void columns(JsonNode lineages, @Nullable Ref whole, @Nullable Ref job) {
    for (JsonNode lineage : lineages) {
      List<Ref> sources = refs(lineage.path("upstreams"), lineage.path("none"));
      List<Ref> targets = refs(lineage.path("downstreams"), lineage.path("none"));
      if (targets.isEmpty() && whole != null) {
        targets = List.of(whole);
      }
      if (sources.isEmpty() || targets.isEmpty()) {
        scope.notMapped("column lineage without both ends");
      }
      for (Ref source : sources) {
        for (Ref target : targets) {
          Draft edge = edge(source, target);
          String operation = Json.text(lineage, "transformOperation");
          edge.attribute("transformation", "NONE".equals(operation) ? null : operation);
          JsonNode confidence = lineage.path("confidenceScore");
          edge.attribute("confidence", confidence.isNumber() ? confidence.doubleValue() : null);
          edge.attribute("job", job == null ? null : job.id());
          query(edge, lineage);
        }
      }
    }
  }

  static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
