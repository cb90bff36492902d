package dev.tarn.benchmarks.iceberg;

import java.util.List;
import java.util.StringJoiner;

/** Requests that engines send, as JSON. */
final class TableBodies {
  /** So that 100,000 tables have a million. */
  static final int COLUMNS = 10;

  private static final List<String> TYPES = List.of("long", "string", "double", "date", "boolean");

  private static final String SCHEMA = schema();

  private TableBodies() {}

  private static String schema() {
    StringJoiner fields =
        new StringJoiner(",", "{\"type\":\"struct\",\"schema-id\":0,\"fields\":[", "]}");
    for (int i = 1; i <= COLUMNS; i++) {
      fields.add(
          "{\"id\":%d,\"name\":\"column_%d\",\"type\":\"%s\",\"required\":false,\"doc\":\"What column %d is\"}"
              .formatted(i, i, TYPES.get(i % TYPES.size()), i));
    }
    return fields.toString();
  }

  static String create(String name) {
    return "{\"name\":\""
        + name
        + "\",\"schema\":"
        + SCHEMA
        + ",\"stage-create\":false,\"properties\":{}}";
  }

  /**
   * Returns an append of one file, as Iceberg's own client sends it.
   *
   * @param parent the snapshot that it begins with; 0: none
   * @param removed a snapshot to expire; 0: none
   */
  static String append(
      String uuid, String location, long snapshot, long parent, long sequence, long removed) {
    String ref = parent == 0 ? "null" : Long.toString(parent);
    String parentField = parent == 0 ? "" : "\"parent-snapshot-id\":" + parent + ",";
    String removal =
        removed == 0 ? "" : ",{\"action\":\"remove-snapshots\",\"snapshot-ids\":[" + removed + "]}";
    return """
    {"requirements":[{"type":"assert-table-uuid","uuid":"%s"},
    {"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":%s}],
    "updates":[{"action":"add-snapshot","snapshot":{"snapshot-id":%d,%s"sequence-number":%d,
    "timestamp-ms":%d,"manifest-list":"%s/metadata/snap-%d-1-2f5d0b8e-6b0a-4d42-9a51-000000000000.avro",
    "summary":{"operation":"append","added-data-files":"1","added-records":"1000",
    "added-files-size":"20000","changed-partition-count":"1","total-records":"%d",
    "total-files-size":"%d","total-data-files":"%d","total-delete-files":"0",
    "total-position-deletes":"0","total-equality-deletes":"0","engine-name":"benchmark",
    "engine-version":"1"},"schema-id":0}},
    {"action":"set-snapshot-ref","ref-name":"main","type":"branch","snapshot-id":%d}%s]}
    """
        .formatted(
            uuid,
            ref,
            snapshot,
            parentField,
            sequence,
            System.currentTimeMillis(),
            location,
            snapshot,
            1_000 * sequence,
            20_000 * sequence,
            sequence,
            snapshot,
            removal);
  }
}
