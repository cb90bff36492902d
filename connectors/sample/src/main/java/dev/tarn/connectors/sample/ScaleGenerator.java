package dev.tarn.connectors.sample;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalog of any size, for measurements: a few domains, teams, users, tags and terms, then
 * databases of schemas of tables of columns, with lineage between tables and between columns.
 *
 * <p>Everything about the table with number <i>i</i> is computed from the seed and <i>i</i>, so
 * that a table far down can refer to one long gone: memory does not grow with the size. Iterators
 * are not thread safe.
 *
 * @param assets how many assets; relationships come on top, about as many again
 */
public record ScaleGenerator(long seed, long assets) implements Iterable<Change> {
  /** The most assets. */
  public static final long MAX_ASSETS = 10_000_000;

  private static final int TABLES_PER_SCHEMA = 50;
  private static final int SCHEMAS_PER_DATABASE = 20;
  private static final int MIN_COLUMNS = 6;
  private static final int COLUMN_SPREAD = 25;
  private static final int MAX_UPSTREAMS = 3;
  private static final int SHARED_EACH = 50;

  /** The first of the questions that pick upstream tables; above those of the fields. */
  private static final long UPSTREAM_QUESTION = 100;

  private static final List<String> SHARED_TYPES =
      List.of("domain", "team", "user", "tag", "glossary-term");
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

  public ScaleGenerator {
    if (assets < 1 || assets > MAX_ASSETS) {
      throw new IllegalArgumentException("a catalog has 1 to " + MAX_ASSETS + " assets");
    }
  }

  @Override
  public Iterator<Change> iterator() {
    return new Changes();
  }

  /** Writes one table's worth of changes ahead, and no more. */
  private final class Changes implements Iterator<Change> {
    private final Queue<Change> ahead = new ArrayDeque<>();
    private long assetsWritten;
    private long nextTable;
    private boolean sharedWritten;

    @Override
    public boolean hasNext() {
      while (ahead.isEmpty() && assetsWritten < assets) {
        if (!sharedWritten) {
          shared();
          sharedWritten = true;
        } else {
          table(nextTable++);
        }
      }
      return !ahead.isEmpty();
    }

    @Override
    public Change next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ahead.remove();
    }

    private void shared() {
      for (String type : SHARED_TYPES) {
        for (int i = 0; i < SHARED_EACH; i++) {
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          fields.put("description", "Number " + i + " of the " + type + "s that all tables share.");
          asset(type, type + "-" + i, fields);
        }
      }
    }

    private void table(long table) {
      long schema = table / TABLES_PER_SCHEMA;
      if (table % TABLES_PER_SCHEMA == 0) {
        if (schema % SCHEMAS_PER_DATABASE == 0) {
          asset("database", databaseName(schema), new LinkedHashMap<>());
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("parent", "database:" + databaseName(schema));
        asset("schema", schemaName(schema), fields);
      }
      String name = tableName(table);
      if (!asset("table", name, tableFields(table, schema))) {
        return;
      }
      int columns = columnCount(table);
      int written = 0;
      while (written < columns
          && asset("column", columnName(table, written), columnFields(table, written))) {
        written++;
      }
      if (table > 0) {
        lineage(table, written);
      }
    }

    private void lineage(long table, int columns) {
      int upstreams = 1 + (int) pick(table, 3, MAX_UPSTREAMS);
      Set<Long> distinct = new LinkedHashSet<>();
      for (int i = 0; i < upstreams; i++) {
        distinct.add(pick(table, UPSTREAM_QUESTION + i, table));
      }
      for (long upstream : distinct) {
        relate("table", tableName(upstream), "table", tableName(table));
      }
      long upstream = distinct.iterator().next();
      for (int column = 0; column < Math.min(columns, columnCount(upstream)); column++) {
        relate("column", columnName(upstream, column), "column", columnName(table, column));
      }
    }

    private void relate(String sourceType, String source, String targetType, String target) {
      ahead.add(
          new Change.PutRelationship(
              "lineage",
              new AssetLocator.ByName(sourceType, source),
              new AssetLocator.ByName(targetType, target),
              Map.of(),
              null));
    }

    /** Adds an asset unless there are enough. */
    private boolean asset(String type, String name, Map<String, @Nullable Object> fields) {
      if (assetsWritten == assets) {
        return false;
      }
      assetsWritten++;
      return ahead.add(new Change.UpsertAsset(type, name, fields, UpsertMode.MERGE, null));
    }
  }

  private Map<String, @Nullable Object> tableFields(long table, long schema) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(
        "description",
        "%s of %s in region %d, kept by team %d and read by %d reports."
            .formatted(
                stage(table),
                subject(table),
                pick(table, 4, 40),
                pick(table, 5, SHARED_EACH),
                pick(table, 6, 90)));
    fields.put("parent", "schema:" + schemaName(schema));
    fields.put("platform", "iceberg");
    fields.put("domain", "domain:domain-" + pick(table, 7, SHARED_EACH));
    fields.put(
        "owners",
        List.of(
            "team:team-" + pick(table, 5, SHARED_EACH),
            "user:user-" + pick(table, 8, SHARED_EACH)));
    fields.put("tags", List.of("tag:tag-" + pick(table, 9, SHARED_EACH)));
    fields.put("terms", List.of("glossary-term:glossary-term-" + pick(table, 10, SHARED_EACH)));
    fields.put("popularity", pick(table, 11, 101) / 100.0);
    fields.put(
        "attributes",
        Map.of("rowCount", pick(table, 12, 1L << 32), "format", "iceberg", "environment", "prod"));
    return fields;
  }

  private Map<String, @Nullable Object> columnFields(long table, int column) {
    int kind = column % COLUMN_NAMES.size();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(
        "description", "The " + COLUMN_NAMES.get(kind) + " of one of the " + subject(table) + ".");
    fields.put("parent", "table:" + tableName(table));
    fields.put(
        "attributes",
        Map.of("dataType", DATA_TYPES.get(kind), "ordinal", column + 1L, "nullable", column > 0));
    return fields;
  }

  private int columnCount(long table) {
    return MIN_COLUMNS + (int) pick(table, 2, COLUMN_SPREAD);
  }

  private static String databaseName(long schema) {
    return "db%05d".formatted(schema / SCHEMAS_PER_DATABASE);
  }

  private static String schemaName(long schema) {
    return databaseName(schema) + ".s%03d".formatted(schema % SCHEMAS_PER_DATABASE);
  }

  private String tableName(long table) {
    return schemaName(table / TABLES_PER_SCHEMA)
        + "."
        + subject(table)
        + "_"
        + stage(table)
        + "_"
        + table;
  }

  private String columnName(long table, int column) {
    String name = COLUMN_NAMES.get(column % COLUMN_NAMES.size());
    int round = column / COLUMN_NAMES.size();
    return tableName(table) + "." + (round == 0 ? name : name + "_" + round);
  }

  private String subject(long table) {
    return SUBJECTS.get((int) pick(table, 0, SUBJECTS.size()));
  }

  private String stage(long table) {
    return STAGES.get((int) pick(table, 1, STAGES.size()));
  }

  /** Returns a number from 0 up to, without, the bound, for one question about one table. */
  private long pick(long table, long question, long bound) {
    // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) over a weighted sum of the inputs.
    long z = seed + table * 0x9E3779B97F4A7C15L + question * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return Math.floorMod(z ^ (z >>> 31), bound);
  }
}
