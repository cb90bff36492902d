package dev.tarn.connectors.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.ChangeFold;
import dev.tarn.connectors.mapping.DatasetName;
import dev.tarn.connectors.mapping.Json;
import dev.tarn.connectors.mapping.RecordScope;
import dev.tarn.connectors.mapping.Ref;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.type.BuiltInTypes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Maps one event after the other. Not thread safe. */
final class EventMapper {
  /** Events of one millisecond are told apart by their place in the input, up to this many. */
  private static final int TIE_BITS = 20;

  private long events;

  void map(JsonNode event, ChangeFold fold, ImportSink report, ImportPosition position) {
    String time = Json.time(event.path("eventTime"));
    fold.at(position, order(time));
    RecordScope scope = new RecordScope(fold, report, position);
    if (time == null && !event.path("eventTime").isMissingNode()) {
      scope.rejected(
          ErrorCode.INVALID_VALUE, "expected a time such as 2026-01-31T12:00:00Z", "eventTime");
    }
    boolean known = false;
    if (!event.path("dataset").isMissingNode()) {
      known = true;
      dataset(scope, event.path("dataset"), "dataset");
    }
    if (!event.path("job").isMissingNode()) {
      known = true;
      job(scope, event, time);
    }
    if (!known) {
      scope.rejected(ErrorCode.MISSING_FIELD, "an event is about a job or a dataset", "job");
    }
  }

  private long order(@Nullable String time) {
    long tie = events++ & ((1L << TIE_BITS) - 1);
    long millis = time == null ? 0 : Instant.parse(time).toEpochMilli();
    // Beyond this, the shift would change the order.
    long bounded = Math.clamp(millis, 0, Long.MAX_VALUE >> (TIE_BITS + 1));
    return bounded << TIE_BITS | tie;
  }

  private static void job(RecordScope scope, JsonNode event, @Nullable String time) {
    JsonNode job = event.path("job");
    String namespace = scope.name(job, "namespace", "job");
    String name = scope.name(job, "name", "job");
    if (namespace == null || name == null) {
      return;
    }
    JobMapper mapper = new JobMapper(scope, namespace, name, event);
    Ref ref = mapper.map(time);
    for (Input input : Input.values()) {
      JsonNode datasets = event.path(input.field);
      for (int i = 0; i < datasets.size(); i++) {
        String path = input.field + "[" + i + "]";
        DatasetName dataset = dataset(scope, datasets.get(i), path);
        if (dataset == null) {
          continue;
        }
        DatasetMapper facets = new DatasetMapper(scope, dataset);
        if (input == Input.READ) {
          facets.inputFacets(datasets.get(i).path("inputFacets"));
          scope.fold().edge(BuiltInTypes.LINEAGE, dataset.ref(), ref);
        } else {
          facets.outputFacets(datasets.get(i).path("outputFacets"));
          scope.fold().edge(BuiltInTypes.LINEAGE, ref, dataset.ref());
          new ColumnLineage(scope, dataset, ref, path + ".facets.columnLineage")
              .map(datasets.get(i).path("facets").path("columnLineage"));
        }
      }
    }
  }

  private enum Input {
    READ("inputs"),
    WRITTEN("outputs");

    private final String field;

    Input(String field) {
      this.field = field;
    }
  }

  private static @Nullable DatasetName dataset(RecordScope scope, JsonNode node, String path) {
    String namespace = scope.name(node, "namespace", path);
    String name = scope.name(node, "name", path);
    if (namespace == null || name == null) {
      return null;
    }
    DatasetName dataset = EventNames.dataset(namespace, name);
    new DatasetMapper(scope, dataset).map(namespace, node.path("facets"), path + ".facets");
    return dataset;
  }
}
