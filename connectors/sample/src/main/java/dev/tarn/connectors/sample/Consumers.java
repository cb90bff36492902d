package dev.tarn.connectors.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who looks at the lakehouse: dashboards, charts, metrics, models and data products. */
final class Consumers {
  private static final int CHARTS_PER_DASHBOARD = 8;
  private static final List<String> CHART_TYPES = List.of("line", "bar", "table", "big number");
  private static final List<String> NUMBER_TYPES = List.of("int", "long", "double");

  private final Draft draft;
  private final Sheet lake;
  private final Lakehouse lakehouse;

  Consumers(Draft draft, Sheet lake, Lakehouse lakehouse) {
    this.draft = draft;
    this.lake = lake;
    this.lakehouse = lakehouse;
  }

  void write() {
    lake.rows("dashboards").forEach(this::dashboard);
    for (Sheet.Row row : lake.rows("models")) {
      if (row.cell(0).startsWith("marts.")) {
        metrics(lakehouse.model(row.cell(0)));
        queries(lakehouse.model(row.cell(0)));
      }
    }
    lake.rows("learned").forEach(this::learned);
    lake.rows("products").forEach(this::product);
    lake.rows("incidents").forEach(this::incident);
  }

  private void dashboard(Sheet.Row row) {
    TableModel mart = lakehouse.model("marts." + row.cell(1));
    String qualifiedName = "superset." + Vocabulary.kebab(row.cell(0));
    String dashboard =
        draft
            .asset("dashboard", qualifiedName)
            .with("displayName", row.cell(0))
            .with("description", mart.description() + " For " + row.cell(2) + ".")
            .with("platform", "superset")
            .with("workspace", "workspace:insight")
            .with("tags", row.cell(2).equals("the board") ? List.of("tag:board-report") : List.of())
            .ownedBy(mart.team(), mart.domain())
            .scored(0.8, 0.7)
            .attribute("externalUrl", "https://bi." + Draft.HOST + "/" + qualifiedName)
            .add();
    draft.relate("lineage", mart.reference(), dashboard);
    subscription(mart, dashboard, row.cell(0));
    int charts = 0;
    for (Vocabulary.Column measure : measures(mart)) {
      for (Vocabulary.Column dimension : dimensions(mart)) {
        if (charts++ < CHARTS_PER_DASHBOARD) {
          chart(mart, qualifiedName, measure.name(), dimension.name());
        }
      }
    }
  }

  private void subscription(TableModel mart, String dashboard, String title) {
    String subscription =
        draft
            .asset("subscription", "larkmoor." + Vocabulary.kebab(title))
            .with("displayName", "News of " + title)
            .with("description", "Tells the team when what " + title + " is built from changes.")
            .ownedBy(mart.team(), mart.domain())
            .attribute("filter", "upstream of " + dashboard)
            .attribute("channel", "mail:" + mart.team() + "@" + Draft.HOST)
            .add();
    draft.relate("subscribes-to", subscription, dashboard);
  }

  private void queries(TableModel mart) {
    for (Vocabulary.Column dimension : dimensions(mart)) {
      String query =
          draft
              .asset(
                  "query",
                  "superset."
                      + mart.name().substring("marts.".length())
                      + ".count-"
                      + dimension.name())
              .with(
                  "description",
                  "How many rows there are by " + Vocabulary.words(dimension.name()) + ".")
              .with("platform", "superset")
              .ownedBy(mart.team(), mart.domain())
              .attribute(
                  "sql",
                  "select %s, count(*) from %s group by 1"
                      .formatted(dimension.name(), mart.qualifiedName()))
              .add();
      draft.relate("depends-on", query, mart.columnReference(dimension.name()));
    }
  }

  private void chart(TableModel mart, String dashboard, String measure, String dimension) {
    String title =
        Vocabulary.capital(Vocabulary.words(measure)) + " by " + Vocabulary.words(dimension);
    String chart =
        draft
            .asset("chart", dashboard + "." + Vocabulary.kebab(title))
            .with("displayName", title)
            .with("description", title + ", for each " + mart.row() + ".")
            .with("parent", "dashboard:" + dashboard)
            .with("platform", "superset")
            .ownedBy(mart.team(), mart.domain())
            .scored(0.7, 0.5)
            .attribute("chartType", draft.oneOf(CHART_TYPES))
            .attribute(
                "sql",
                "select %s, sum(%s) from %s group by 1"
                    .formatted(dimension, measure, mart.qualifiedName()))
            .add();
    draft.relate("lineage", mart.reference(), chart);
    draft.relate("lineage", mart.columnReference(measure), chart);
    draft.relate("lineage", mart.columnReference(dimension), chart);
  }

  private static List<Vocabulary.Column> measures(TableModel mart) {
    return mart.columns().stream().filter(Consumers::isMeasure).toList();
  }

  private static List<Vocabulary.Column> dimensions(TableModel mart) {
    return mart.columns().stream().filter(column -> !isMeasure(column)).toList();
  }

  private static boolean isMeasure(Vocabulary.Column column) {
    return column.dataType().startsWith("decimal")
        || NUMBER_TYPES.contains(column.dataType())
            && !column.name().endsWith("_id")
            && !column.name().equals("week_number");
  }

  private void metrics(TableModel mart) {
    for (Vocabulary.Column measure : measures(mart)) {
      String metric =
          draft
              .asset(
                  "metric",
                  "larkmoor." + mart.name().substring("marts.".length()) + "." + measure.name())
              .with("description", measure.description())
              .with("terms", draft.vocabulary.terms(measure.name()))
              .ownedBy(mart.team(), mart.domain())
              .attribute("label", Vocabulary.capital(Vocabulary.words(measure.name())))
              .attribute("expression", "sum(" + measure.name() + ")")
              .add();
      draft.relate("depends-on", metric, mart.columnReference(measure.name()));
    }
  }

  private void learned(Sheet.Row row) {
    String qualifiedName = "mlflow." + row.cell(0);
    String model =
        draft
            .asset("model", qualifiedName)
            .with("name", row.cell(0))
            .with("description", row.cell(3))
            .with("platform", "mlflow")
            .with("workspace", "workspace:data-science")
            .ownedBy("machine-learning", row.cell(1))
            .scored(0.7, 0.5)
            .attribute("metadata", Map.of("framework", "gradient boosting", "version", 3L))
            .add();
    for (String source : row.words(2)) {
      draft.relate("lineage", lakehouse.model(source).reference(), model);
    }
    List<String> features = new ArrayList<>();
    for (String name : row.words(4)) {
      features.add(
          draft
              .asset("feature", qualifiedName + "." + name)
              .with(
                  "description",
                  Vocabulary.capital(Vocabulary.words(name)) + ", as " + row.cell(0) + " sees it.")
              .with("platform", "mlflow")
              .ownedBy("machine-learning", row.cell(1))
              .attribute("dataType", "double")
              .add());
    }
    for (String feature : features) {
      draft.relate("lineage", feature, model);
    }
  }

  private void incident(Sheet.Row row) {
    TableModel table = lakehouse.model(row.cell(3));
    String incident =
        draft
            .asset("incident", "larkmoor." + row.cell(0))
            .with("displayName", Vocabulary.capital(Vocabulary.words(row.cell(0))))
            .with("description", row.cell(4))
            .ownedBy(table.team(), table.domain())
            .attribute("severity", row.cell(1))
            .attribute("state", row.cell(2))
            .add();
    draft.relate("affects", incident, table.reference());
  }

  private void product(Sheet.Row row) {
    String product =
        draft
            .asset("data-product", "larkmoor." + Vocabulary.kebab(row.cell(0)))
            .with("displayName", row.cell(0))
            .with("description", row.cell(3))
            .with("tags", List.of("tag:certified"))
            .ownedBy(row.cell(2), row.cell(1))
            .scored(0.9, 0.6)
            .add();
    for (String offered : row.words(4)) {
      draft.relate("includes", product, lakehouse.model(offered).reference());
    }
  }
}
