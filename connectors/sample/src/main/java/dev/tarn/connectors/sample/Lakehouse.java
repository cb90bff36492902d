package dev.tarn.connectors.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the lakehouse makes of the source systems: raw copies, staged views, models and marts. */
final class Lakehouse {
  private static final String PLATFORM = "iceberg";

  private final Draft draft;
  private final Sheet lake;
  private final Map<String, TableModel> sources;

  /** Staged views by {@code source_table}, models by {@code schema.table}. */
  private final Map<String, TableModel> readable = new LinkedHashMap<>();

  private final Set<String> pipelines = new LinkedHashSet<>();

  Lakehouse(Draft draft, Sheet lake, Map<String, TableModel> sources) {
    this.draft = draft;
    this.lake = lake;
    this.sources = sources;
  }

  /** Returns a model such as {@code core.fact_orders}. */
  TableModel model(String name) {
    return Objects.requireNonNull(readable.get(name), name);
  }

  void write() {
    draft
        .asset("database", "lake")
        .with("displayName", "Lakehouse")
        .with("description", "All that is read by more than one department.")
        .with("platform", PLATFORM)
        .with("workspace", "workspace:lakehouse")
        .ownedBy("lake-engineering", "platform")
        .attribute("environment", "prod")
        .add();
    schema("raw", "Copies of the sources, as they came. Read staging instead.");
    schema("staging", "One view per source table, typed and named by our rules.");
    schema("core", "Facts and dimensions that all departments share.");
    schema("marts", "Answers to one question each, ready for dashboards.");
    sources.values().forEach(this::stage);
    for (Sheet.Row row : lake.rows("models")) {
      model(row);
    }
  }

  private void schema(String name, String description) {
    draft
        .asset("schema", "lake." + name)
        .with("description", description)
        .with("parent", "database:lake")
        .with("platform", PLATFORM)
        .with("workspace", "workspace:lakehouse")
        .ownedBy("lake-engineering", "platform")
        .add();
  }

  private void stage(TableModel source) {
    String system = source.name().substring(0, source.name().indexOf('_'));
    List<Vocabulary.Column> columns = new ArrayList<>();
    for (Vocabulary.Column column : source.columns()) {
      columns.add(
          new Vocabulary.Column(
              column.name(),
              Vocabulary.lakeType(column.dataType()),
              column.classification(),
              column.description()));
    }
    List<Vocabulary.Column> rawColumns = new ArrayList<>(columns);
    rawColumns.add(
        new Vocabulary.Column("loaded_at", "timestamptz", "", "When the row was copied, UTC."));
    rawColumns.add(
        new Vocabulary.Column("load_id", "string", "", "The run of the job that copied the row."));
    TableModel raw =
        table(
            "table",
            "lake.raw." + source.name(),
            source,
            "Copy of " + source.qualifiedName() + ", appended to every hour.",
            rawColumns,
            List.of("tag:bronze", "tag:hourly"));
    String load = job("ingest_" + system, "load_" + source.name(), source);
    copy(source, raw, load, "identity");
    TableModel staged =
        table(
            "view",
            "lake.staging." + source.name(),
            source,
            source.description() + " The newest state of every " + source.row() + ".",
            columns,
            List.of("tag:silver", "tag:hourly"));
    readable.put(source.name(), staged);
    copy(raw, staged, job("stage_" + system, "stage_" + source.name(), source), "deduplication");
    test(staged, "not_null", "id", "Every row has a value in id.");
    test(staged, "unique", "id", "No two rows have the same id.");
  }

  private TableModel table(
      String type,
      String qualifiedName,
      TableModel like,
      String description,
      List<Vocabulary.Column> columns,
      List<String> tags) {
    String schema = qualifiedName.substring(0, qualifiedName.lastIndexOf('.'));
    Draft.AssetDraft asset =
        draft
            .asset(type, qualifiedName)
            .with("description", description)
            .with("parent", "schema:" + schema)
            .with("platform", PLATFORM)
            .with("workspace", "workspace:lakehouse")
            .with("tags", tags)
            .with(
                "terms",
                draft.vocabulary.terms(qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1)))
            .ownedBy(like.team(), like.domain())
            .scored(type.equals("table") ? 0.8 : 0.7, schema.equals("lake.marts") ? 0.8 : 0.4);
    if (type.equals("table")) {
      long rows = Math.round(Math.pow(10, 2 + draft.random.nextDouble() * 6));
      asset
          .attribute("rowCount", rows)
          .attribute("sizeBytes", rows * columns.size() * 5)
          .attribute("format", "iceberg")
          .attribute("location", "s3://larkmoor-lake/" + qualifiedName.replace('.', '/'));
    } else {
      asset.attribute("sql", "select * from lake.raw." + like.name());
    }
    TableModel table =
        new TableModel(
            asset.add(),
            qualifiedName.substring("lake.".length()),
            like.row(),
            description,
            like.domain(),
            like.team(),
            columns);
    table.writeColumns(draft, PLATFORM);
    return table;
  }

  /** Adds a job, and its pipeline before the first one; returns the job's id. */
  private String job(String pipeline, String job, TableModel forTable) {
    String pipelineName = "airflow." + pipeline;
    if (pipelines.add(pipeline)) {
      draft
          .asset("pipeline", pipelineName)
          .with("description", "Runs all jobs of " + Vocabulary.words(pipeline) + ".")
          .with("platform", "airflow")
          .with("workspace", "workspace:lakehouse")
          .ownedBy("lake-engineering", "platform")
          .attribute("schedule", pipeline.startsWith("build") ? "0 4 * * *" : "15 * * * *")
          .add();
    }
    String jobName = pipelineName + "." + job;
    draft
        .asset("job", jobName)
        .with("description", Vocabulary.capital(Vocabulary.words(job)) + ".")
        .with("parent", "pipeline:" + pipelineName)
        .with("platform", "airflow")
        .ownedBy("lake-engineering", forTable.domain())
        .attribute("language", "sql")
        .add();
    return Draft.id("job", jobName);
  }

  private void copy(TableModel from, TableModel to, String jobId, String transformation) {
    draft.relate("lineage", from.reference(), to.reference(), Map.of("job", jobId));
    for (Vocabulary.Column column : to.columns()) {
      if (from.hasColumn(column.name())) {
        columnLineage(from, column.name(), to, column.name(), transformation);
      }
    }
  }

  private void columnLineage(
      TableModel from, String column, TableModel to, String toColumn, String transformation) {
    draft.relate(
        "lineage",
        from.columnReference(column),
        to.columnReference(toColumn),
        Map.of("transformationType", transformation, "confidence", 1.0));
  }

  private void model(Sheet.Row row) {
    String name = row.cell(0);
    String schema = name.substring(0, name.indexOf('.'));
    List<Vocabulary.Column> columns = new ArrayList<>();
    Map<String, List<String>> computedFrom = new LinkedHashMap<>();
    for (String given : row.words(6)) {
      int computed = given.indexOf('<');
      String column = computed < 0 ? given : given.substring(0, computed);
      Vocabulary.Column known = draft.vocabulary.column(column, row.cell(1));
      columns.add(
          new Vocabulary.Column(
              column,
              Vocabulary.lakeType(known.dataType()),
              known.classification(),
              known.description()));
      if (computed >= 0) {
        computedFrom.put(column, List.of(given.substring(computed + 1).split(",")));
      }
    }
    TableModel like =
        new TableModel("", name, row.cell(1), row.cell(5), row.cell(2), row.cell(3), columns);
    TableModel table =
        table(
            "table",
            "lake." + name,
            like,
            row.cell(5) + " One row per " + row.cell(1) + ".",
            columns,
            List.of("tag:gold", "tag:daily"));
    readable.put(name, table);
    String jobId = job("build_" + schema, "build_" + name.replace('.', '_'), like);
    for (String source : row.words(4)) {
      draft.relate("lineage", model(source).reference(), table.reference(), Map.of("job", jobId));
    }
    for (Vocabulary.Column column : columns) {
      List<String> origins = computedFrom.get(column.name());
      if (origins == null) {
        passThrough(row.words(4), column.name(), table);
      } else {
        for (String origin : origins) {
          int dot = origin.lastIndexOf('.');
          columnLineage(
              model(origin.substring(0, dot)),
              origin.substring(dot + 1),
              table,
              column.name(),
              "aggregation");
        }
      }
    }
    tests(table);
  }

  private void passThrough(List<String> sourceNames, String column, TableModel table) {
    for (String source : sourceNames) {
      if (model(source).hasColumn(column)) {
        columnLineage(model(source), column, table, column, "identity");
        return;
      }
    }
  }

  private void tests(TableModel table) {
    int ordinal = 0;
    for (Vocabulary.Column column : table.columns()) {
      if (ordinal++ < 2 || column.name().endsWith("_id")) {
        String description = "Every row has a value in " + column.name() + ".";
        test(table, "not_null", column.name(), description);
      }
    }
  }

  private void test(TableModel table, String kind, String column, String description) {
    String test =
        draft
            .asset("test", table.qualifiedName() + "." + kind + "_" + column)
            .with("description", description)
            .with("platform", "airflow")
            .ownedBy(table.team(), table.domain())
            .attribute("testType", kind)
            .attribute("severity", "error")
            .add();
    draft.relate("tests", test, table.columnReference(column));
  }
}
