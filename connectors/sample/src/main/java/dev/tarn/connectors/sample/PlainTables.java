package dev.tarn.connectors.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables of few words, all equally frequent. */
record PlainTables(Dice dice) implements ScaleTables {
  private static final int MIN_COLUMNS = 6;
  private static final int COLUMN_SPREAD = 25;

  private static final List<String> SUBJECTS =
      List.of(
          "orders",
          "customers",
          "payments",
          "shipments",
          "visits",
          "prices",
          "returns",
          "tickets",
          "stock",
          "invoices",
          "sensors",
          "campaigns",
          "contracts",
          "claims",
          "routes",
          "staff");
  private static final List<String> STAGES =
      List.of("raw", "clean", "daily", "history", "snapshot", "summary", "features", "audit");
  private static final List<String> COLUMN_NAMES =
      List.of(
          "id",
          "created_at",
          "updated_at",
          "customer_id",
          "status",
          "amount",
          "currency",
          "country",
          "email",
          "quantity",
          "price",
          "discount",
          "channel",
          "device",
          "comment",
          "score");
  private static final List<String> DATA_TYPES =
      List.of(
          "long",
          "timestamptz",
          "timestamptz",
          "long",
          "string",
          "decimal(12, 2)",
          "string",
          "string",
          "string",
          "int",
          "decimal(12, 2)",
          "decimal(12, 2)",
          "string",
          "string",
          "string",
          "double");

  @Override
  public String database(long schema) {
    return "db%05d".formatted(schema / SCHEMAS_PER_DATABASE);
  }

  @Override
  public String schema(long schema) {
    return database(schema) + ".s%03d".formatted(schema % SCHEMAS_PER_DATABASE);
  }

  @Override
  public String table(long table) {
    return schema(table / TABLES_PER_SCHEMA)
        + "."
        + subject(table)
        + "_"
        + stage(table)
        + "_"
        + table;
  }

  @Override
  public int columnCount(long table) {
    return MIN_COLUMNS + (int) dice.pick(table, 2, COLUMN_SPREAD);
  }

  @Override
  public List<String> columns(long table) {
    int count = columnCount(table);
    List<String> names = new ArrayList<>(count);
    for (int column = 0; column < count; column++) {
      String name = COLUMN_NAMES.get(column % COLUMN_NAMES.size());
      int round = column / COLUMN_NAMES.size();
      names.add(round == 0 ? name : name + "_" + round);
    }
    return names;
  }

  @Override
  public Map<String, @Nullable Object> tableFields(long table) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(
        "description",
        "%s of %s in region %d, kept by team %d and read by %d reports."
            .formatted(
                stage(table),
                subject(table),
                dice.pick(table, 4, 40),
                dice.pick(table, 5, SHARED_EACH),
                dice.pick(table, 6, 90)));
    fields.put("parent", "schema:" + schema(table / TABLES_PER_SCHEMA));
    fields.put("platform", "iceberg");
    fields.put("domain", "domain:domain-" + dice.pick(table, 7, SHARED_EACH));
    fields.put(
        "owners",
        List.of(
            "team:team-" + dice.pick(table, 5, SHARED_EACH),
            "user:user-" + dice.pick(table, 8, SHARED_EACH)));
    fields.put("tags", List.of("tag:tag-" + dice.pick(table, 9, SHARED_EACH)));
    fields.put(
        "terms", List.of("glossary-term:glossary-term-" + dice.pick(table, 10, SHARED_EACH)));
    fields.put("popularity", dice.pick(table, 11, 101) / 100.0);
    fields.put(
        "attributes",
        Map.of(
            "rowCount",
            dice.pick(table, 12, 1L << 32),
            "format",
            "iceberg",
            "environment",
            "prod"));
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> columnFields(
      long table, String tableName, String name, int column) {
    int kind = column % COLUMN_NAMES.size();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(
        "description", "The " + COLUMN_NAMES.get(kind) + " of one of the " + subject(table) + ".");
    fields.put("parent", "table:" + tableName);
    fields.put(
        "attributes",
        Map.of("dataType", DATA_TYPES.get(kind), "ordinal", column + 1L, "nullable", column > 0));
    return fields;
  }

  private String subject(long table) {
    return SUBJECTS.get((int) dice.pick(table, 0, SUBJECTS.size()));
  }

  private String stage(long table) {
    return STAGES.get((int) dice.pick(table, 1, STAGES.size()));
  }
}
