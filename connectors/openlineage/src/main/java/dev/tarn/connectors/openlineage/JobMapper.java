package dev.tarn.connectors.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Names;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.asset.Owner;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps a job, its run, and the facets of both. */
final class JobMapper {
  /** What the job type facet says of things that run jobs. */
  private static final Set<String> PIPELINE_TYPES =
      Set.of("DAG", "APPLICATION", "PIPELINE", "FLOW", "WORKFLOW");

  private final RecordScope scope;
  private final String namespace;
  private final String name;
  private final JsonNode jobFacets;
  private final JsonNode run;
  private final JsonNode event;
  private final boolean pipeline;

  JobMapper(RecordScope scope, String namespace, String name, JsonNode event) {
    this.scope = scope;
    this.namespace = namespace;
    this.name = name;
    this.event = event;
    this.jobFacets = event.path("job").path("facets");
    this.run = event.path("run");
    this.pipeline = isPipeline(jobFacets, run.path("facets"));
  }

  private static boolean isPipeline(JsonNode jobFacets, JsonNode runFacets) {
    String type = Json.text(jobFacets.path("jobType"), "jobType");
    if (type != null) {
      return PIPELINE_TYPES.contains(type.toUpperCase(Locale.ROOT));
    }
    return runFacets.has("airflowDagRun") || runFacets.has("airflowState");
  }

  Ref map(@Nullable String time) {
    Ref ref = EventNames.job(namespace, name, pipeline);
    Draft draft = named(ref, name);
    draft.attribute("externalId", namespace + "/" + name);
    run(draft, time);
    jobFacets.properties().forEach(facet -> jobFacet(draft, ref, facet.getKey(), facet.getValue()));
    run.path("facets")
        .properties()
        .forEach(facet -> runFacet(draft, ref, facet.getKey(), facet.getValue()));
    return ref;
  }

  /** A job is known by the last part of its name, which is what the catalog makes of it. */
  private Draft named(Ref ref, @Nullable String jobName) {
    Draft draft = scope.fold().asset(ref);
    return ref.type().equals("pipeline") ? draft.name(jobName) : draft;
  }

  private void run(Draft draft, @Nullable String time) {
    String state = Json.text(event, "eventType");
    String runId = Json.text(run, "runId");
    if (runId == null) {
      return;
    }
    draft.attribute("lastRunId", runId).attribute("lastRunAt", time);
    if (state != null) {
      draft.attribute("lastRunState", stateName(state));
      if (state.equalsIgnoreCase("START")) {
        draft.attribute("lastRunStartedAt", time);
      }
    }
  }

  private static String stateName(String eventType) {
    return switch (eventType.toUpperCase(Locale.ROOT)) {
      case "START" -> "running";
      case "FAIL" -> "failed";
      case "ABORT" -> "aborted";
      default -> eventType.toLowerCase(Locale.ROOT);
    };
  }

  private void jobFacet(Draft draft, Ref ref, String facet, JsonNode value) {
    switch (facet) {
      case "documentation" -> draft.description(Json.text(value, "description"));
      case "ownership" -> owners(draft, value);
      case "tags" -> new TagsFacet(scope).map(value, draft, null);
      case "jobType" -> jobType(draft, value);
      case "sql" -> {
        if (pipeline) {
          scope.notMapped("job-facet.sql of a pipeline");
        } else {
          draft.attribute("sql", Json.text(value, "query"));
        }
      }
      case "sourceCode" -> {
        if (pipeline) {
          scope.notMapped("job-facet.sourceCode of a pipeline");
        } else {
          draft
              .attribute("sourceCode", Json.text(value, "sourceCode"))
              .attribute("language", Json.text(value, "language"));
        }
      }
      case "sourceCodeLocation" -> draft.attribute("externalUrl", Json.text(value, "url"));
      case "airflow" -> new AirflowFacet(scope, namespace, name).tasks(value.path("tasks"), ref);
      default -> scope.notMapped("job-facet." + facet);
    }
  }

  private static void jobType(Draft draft, JsonNode value) {
    String integration = Json.text(value, "integration");
    if (integration != null) {
      draft.platform(integration.toLowerCase(Locale.ROOT));
    }
    String type = Json.text(value, "jobType");
    draft.attribute("subTypes", type == null ? null : List.of(type));
    draft.property("processingType", Json.text(value, "processingType"));
  }

  private static void owners(Draft draft, JsonNode facet) {
    for (JsonNode owner : facet.path("owners")) {
      String ownerName = Json.text(owner, "name");
      if (ownerName != null) {
        String type = Json.text(owner, "type");
        draft.owner(Names.owner(ownerName), type == null ? Owner.DEFAULT_KIND : Names.kind(type));
      }
    }
  }

  private void runFacet(Draft draft, Ref ref, String facet, JsonNode value) {
    switch (facet) {
      case "parent" -> parent(draft, ref, value);
      case "tags" -> new TagsFacet(scope).map(value, draft, null);
      case "airflow" -> new AirflowFacet(scope, namespace, name).task(value);
      case "airflowDagRun" ->
          new AirflowFacet(scope, namespace, name).dag(value.path("dag"), draft, ref);
      default -> scope.notMapped("run-facet." + facet);
    }
  }

  /** What started the run contains the job; above it is what started that, if the facet says. */
  private void parent(Draft draft, Ref ref, JsonNode facet) {
    Ref parent = jobOf(facet.path("job"), name, "run.facets.parent.job");
    if (parent == null || parent.equals(ref)) {
      return;
    }
    String parentName = Json.text(facet.path("job"), "name");
    named(parent, parentName);
    draft.parent(parent);
    JsonNode root = facet.path("root").path("job");
    if (root.isObject()) {
      Ref top = jobOf(root, parentName == null ? "" : parentName, "run.facets.parent.root.job");
      if (top != null && !top.equals(parent) && !top.equals(ref)) {
        named(top, Json.text(root, "name"));
        scope.fold().asset(parent).parent(top);
      }
    }
  }

  /** By convention, names of jobs in a pipeline begin with the pipeline's. */
  private @Nullable Ref jobOf(JsonNode node, String child, String path) {
    String jobNamespace = scope.name(node, "namespace", path);
    String jobName = scope.name(node, "name", path);
    return jobNamespace == null || jobName == null
        ? null
        : EventNames.job(jobNamespace, jobName, child.startsWith(jobName + "."));
  }
}
