package dev.tarn.connectors.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.Draft;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.Names;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.asset.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Airflow says of a DAG and its tasks in facets of its own. */
final class AirflowFacet {
  /** Airflow prints lists as Python does. */
  private static final Pattern PYTHON_STRING = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  private final RecordScope scope;
  private final String namespace;
  private final String jobName;

  AirflowFacet(RecordScope scope, String namespace, String jobName) {
    this.scope = scope;
    this.namespace = namespace;
    this.jobName = jobName;
  }

  /** Maps a DAG's table of its tasks: a job each, and which needs which. */
  void tasks(JsonNode tasks, Ref dag) {
    tasks
        .properties()
        .forEach(
            entry -> {
              Ref task = task(jobName, entry.getKey());
              Draft draft = scope.fold().asset(task).parent(dag);
              draft.attribute("subTypes", List.of("TASK"));
              JsonNode downstream = entry.getValue().path("downstream_task_ids");
              for (String next : strings(downstream)) {
                scope.fold().edge("depends-on", task(jobName, next), task);
              }
            });
  }

  /** Maps a task's facet; it repeats the DAG. */
  void task(JsonNode facet) {
    String dagId = Json.text(facet.path("dag"), "dag_id");
    if (dagId != null) {
      Ref dag = EventNames.job(namespace, dagId, true);
      dag(facet.path("dag"), scope.fold().asset(dag).name(dagId), dag);
      JsonNode task = facet.path("task");
      String taskId = Json.text(task, "task_id");
      if (taskId != null) {
        Ref job = task(dagId, taskId);
        for (String next : strings(task.path("downstream_task_ids"))) {
          scope.fold().edge("depends-on", task(dagId, next), job);
        }
        for (String previous : strings(task.path("upstream_task_ids"))) {
          scope.fold().edge("depends-on", job, task(dagId, previous));
        }
      }
    }
    scope.notMapped("run-facet.airflow.task");
    scope.notMapped("run-facet.airflow.taskInstance");
  }

  void dag(JsonNode dag, Draft draft, Ref ref) {
    if (!ref.type().equals("pipeline")) {
      return;
    }
    draft.platform("airflow").description(Json.text(dag, "description"));
    String owners = Json.text(dag, "owner");
    if (owners != null) {
      for (String owner : owners.split(",", -1)) {
        if (!owner.isBlank()) {
          draft.owner(Names.owner(owner.strip()), Owner.DEFAULT_KIND);
        }
      }
    }
    for (String tag : strings(dag.path("tags"))) {
      Ref tagRef = new Ref("tag", tag);
      scope.fold().asset(tagRef);
      draft.tag(tagRef);
    }
    String schedule = Json.text(dag, "timetable_summary");
    if (schedule == null) {
      schedule = Json.text(dag, "schedule_interval");
    }
    // "None" is how Python prints that there is none.
    draft.attribute("schedule", "None".equals(schedule) ? null : schedule);
  }

  private Ref task(String dagId, String taskId) {
    return EventNames.job(namespace, dagId + "." + taskId, false);
  }

  private static List<String> strings(JsonNode list) {
    if (list.isArray()) {
      return Json.texts(list);
    }
    List<String> strings = new ArrayList<>();
    String text = Json.text(list);
    if (text != null) {
      Matcher matcher = PYTHON_STRING.matcher(text);
      while (matcher.find()) {
        String string = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        if (!string.isBlank()) {
          strings.add(string);
        }
      }
    }
    return strings;
  }
}
