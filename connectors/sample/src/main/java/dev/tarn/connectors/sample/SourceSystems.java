package dev.tarn.connectors.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The databases and topics in which facts are first written down. */
final class SourceSystems {
  private static final List<String> AUDIT_COLUMNS =
      List.of("created_at", "created_by", "updated_at", "updated_by");

  private final Draft draft;
  private final Sheet systems;
  private final Map<String, TableModel> tables = new LinkedHashMap<>();

  SourceSystems(Draft draft, Sheet systems) {
    this.draft = draft;
    this.systems = systems;
  }

  /** Returns the tables by {@code database.table}, in the order in which they are written. */
  Map<String, TableModel> tables() {
    return tables;
  }

  void write() {
    platforms();
    Map<String, Sheet.Row> databases = new LinkedHashMap<>();
    for (Sheet.Row database : systems.rows("databases")) {
      databases.put(database.cell(0), database);
      database(database);
    }
    for (Sheet.Row table : systems.rows("tables")) {
      String database = table.cell(0).substring(0, table.cell(0).indexOf('.'));
      table(Objects.requireNonNull(databases.get(database), database), table);
    }
    foreignKeys();
    topics();
  }

  private void platforms() {
    platform("postgresql", "PostgreSQL", "Relational databases of the newer systems.");
    platform("oracle", "Oracle", "Relational databases of the books and of staff.");
    platform("mysql", "MySQL", "Relational databases in the plants.");
    platform("kafka", "Kafka", "Events between systems.");
    platform("iceberg", "Iceberg", "Tables of the lakehouse.");
    platform("airflow", "Airflow", "Schedules and runs pipelines.");
    platform("superset", "Superset", "Dashboards and charts.");
    platform("mlflow", "MLflow", "Models and their versions.");
  }

  private void platform(String name, String title, String description) {
    draft.asset("platform", name).with("displayName", title).with("description", description).add();
  }

  private void database(Sheet.Row database) {
    String platform = database.cell(2);
    String parent =
        draft
            .asset("database", database.cell(0))
            .with("displayName", database.cell(1))
            .with("description", database.cell(6))
            .with("platform", platform)
            .with("workspace", "workspace:operations")
            .with("tags", List.of("tag:golden-source"))
            .ownedBy(database.cell(4), database.cell(3))
            .attribute("environment", "prod")
            .add();
    draft
        .asset("schema", database.cell(0) + "." + database.cell(5))
        .with("description", "All tables of the " + database.cell(1) + " system.")
        .with("parent", parent)
        .with("platform", platform)
        .ownedBy(database.cell(4), database.cell(3))
        .add();
  }

  private void table(Sheet.Row database, Sheet.Row row) {
    String schema = database.cell(0) + "." + database.cell(5);
    String name = row.cell(0).substring(row.cell(0).indexOf('.') + 1);
    List<Vocabulary.Column> columns = new ArrayList<>();
    columns.add(draft.vocabulary.column("id", row.cell(1)));
    for (String column : row.words(3)) {
      columns.add(draft.vocabulary.column(column, row.cell(1)));
    }
    for (String column : AUDIT_COLUMNS) {
      columns.add(draft.vocabulary.column(column, row.cell(1)));
    }
    long rows = Math.round(Math.pow(10, 2 + draft.random.nextDouble() * 6));
    String reference =
        draft
            .asset("table", schema + "." + name)
            .with("description", row.cell(2) + " One row per " + row.cell(1) + ".")
            .with("parent", "schema:" + schema)
            .with("platform", database.cell(2))
            .with("workspace", "workspace:operations")
            .with("tags", rows > 10_000_000 ? List.of("tag:high-volume") : List.of())
            .with("terms", draft.vocabulary.terms(name))
            .ownedBy(database.cell(4), database.cell(3))
            .scored(0.85, 0.35)
            .attribute("rowCount", rows)
            .attribute("sizeBytes", rows * columns.size() * 14)
            .attribute("primaryKey", List.of("id"))
            .attribute("environment", "prod")
            .add();
    TableModel table =
        new TableModel(
            reference,
            database.cell(0) + "_" + name,
            row.cell(1),
            row.cell(2),
            database.cell(3),
            database.cell(4),
            columns);
    table.writeColumns(draft, database.cell(2));
    tables.put(row.cell(0), table);
  }

  /**
   * A column {@code customer_id} refers to the table whose rows are customers, in the same system.
   */
  private void foreignKeys() {
    Map<String, TableModel> byRow = new LinkedHashMap<>();
    tables.forEach(
        (name, table) ->
            byRow.put(
                name.substring(0, name.indexOf('.') + 1) + table.row().replace(' ', '_'), table));
    tables.forEach(
        (name, table) -> {
          for (Vocabulary.Column column : table.columns()) {
            if (column.name().endsWith("_id")) {
              String row = column.name().substring(0, column.name().length() - 3);
              TableModel target = byRow.get(name.substring(0, name.indexOf('.') + 1) + row);
              if (target != null) {
                draft.relate(
                    "foreign-key",
                    table.columnReference(column.name()),
                    target.columnReference("id"));
              }
            }
          }
        });
  }

  /** A message carries what happened, and not who keeps the books about it. */
  private static List<Vocabulary.Column> messageFields(TableModel table) {
    return table.columns().stream()
        .filter(column -> !AUDIT_COLUMNS.contains(column.name()))
        .toList();
  }

  private void topics() {
    for (Sheet.Row row : systems.rows("topics")) {
      TableModel table = Objects.requireNonNull(tables.get(row.cell(4)), row.cell(4));
      String topic =
          draft
              .asset("topic", row.cell(0))
              .with("name", row.cell(0))
              .with("displayName", row.cell(1))
              .with("description", row.cell(1) + ": one message per " + table.row() + ", as Avro.")
              .with("platform", "kafka")
              .with("workspace", "workspace:operations")
              .with("tags", List.of("tag:real-time"))
              .ownedBy(row.cell(3), row.cell(2))
              .scored(0.9, 0.4)
              .attribute("partitions", 6L << draft.random.nextInt(3))
              .attribute("retentionMillis", 7L * 24 * 60 * 60 * 1000)
              .add();
      draft.relate("lineage", table.reference(), topic, Map.of("transformationType", "capture"));
      TableModel message =
          new TableModel(
              topic,
              row.cell(0),
              table.row(),
              row.cell(1),
              row.cell(2),
              row.cell(3),
              messageFields(table));
      message.writeColumns(draft, "kafka");
    }
  }
}
