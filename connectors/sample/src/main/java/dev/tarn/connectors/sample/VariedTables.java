package dev.tarn.connectors.sample;

import static dev.tarn.connectors.sample.ScaleWords.COLUMNS;
import static dev.tarn.connectors.sample.ScaleWords.NAMES;
import static dev.tarn.connectors.sample.ScaleWords.PHRASES;
import static dev.tarn.connectors.sample.ScaleWords.STAGES;
import static dev.tarn.connectors.sample.ScaleWords.SUBJECTS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose words, owners, tags and popularity are as unequal as those of a company: drawn by
 * Zipf's law, with names in the manners that people have.
 */
record VariedTables(Dice dice) implements ScaleTables {
  private static final int MIN_COLUMNS = 6;
  private static final int COLUMN_SPREAD = 25;
  private static final int MAX_TAGS = 3;
  private static final double POPULARITY_STEPS = 10_000;
  private static final List<String> PLATFORMS =
      List.of("snowflake", "bigquery", "iceberg", "postgres", "databricks", "redshift", "mysql");

  /** Questions above this are one for each column, or for each word of a description. */
  private static final long FIRST_OF_COLUMNS = 1_000;

  private static final long FIRST_OF_WORDS = 10_000;
  private static final long WORDS_EACH = 20;

  /** Numbers of schemas and databases, as questions about them must not be those about tables. */
  private static final long FIRST_SCHEMA = 1L << 40;

  private static final long FIRST_DATABASE = 1L << 41;

  @Override
  public String database(long schema) {
    long database = schema / SCHEMAS_PER_DATABASE;
    return dice.zipf(FIRST_DATABASE + database, 0, NAMES) + "_" + database;
  }

  @Override
  public String schema(long schema) {
    return database(schema)
        + "."
        + dice.zipf(FIRST_SCHEMA + schema, 0, SUBJECTS)
        + "_"
        + schema % SCHEMAS_PER_DATABASE;
  }

  @Override
  public String table(long table) {
    return schema(table / TABLES_PER_SCHEMA) + "." + shortName(table);
  }

  private String shortName(long table) {
    String subject = dice.zipf(table, 0, SUBJECTS);
    String stage = dice.zipf(table, 1, STAGES);
    return switch ((int) dice.pick(table, 15, 8)) {
      case 0 -> subject + capital(stage) + table;
      case 1 -> capital(subject) + capital(stage) + capital(name(table)) + table;
      case 2 -> stage + "_" + subject + "_" + name(table) + "_" + table;
      case 3 -> subject + "_" + dice.zipf(table, 4, SUBJECTS) + "_" + stage + "_" + table;
      case 4 -> stage + "-" + subject + "-" + table;
      default -> subject + "_" + stage + "_" + table;
    };
  }

  private String name(long table) {
    return dice.zipf(table, 5, NAMES);
  }

  private static String capital(String word) {
    return Vocabulary.capital(word);
  }

  @Override
  public int columnCount(long table) {
    return MIN_COLUMNS + (int) dice.pick(table, 2, COLUMN_SPREAD);
  }

  @Override
  public List<String> columns(long table) {
    int count = columnCount(table);
    Set<String> names = new LinkedHashSet<>();
    for (int column = 0; column < count; column++) {
      long question = FIRST_OF_COLUMNS + column;
      String name = dice.zipf(table, question, COLUMNS);
      if (!names.add(name)) {
        // As tables do that have the same of something else.
        String other = dice.zipf(table, question + FIRST_OF_COLUMNS, SUBJECTS) + "_" + name;
        if (!names.add(other)) {
          names.add(other + "_" + column);
        }
      }
    }
    return new ArrayList<>(names);
  }

  @Override
  public Map<String, @Nullable Object> tableFields(long table) {
    long schema = table / TABLES_PER_SCHEMA;
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("description", tableDescription(table));
    fields.put("parent", "schema:" + schema(schema));
    fields.put("platform", dice.zipf(FIRST_DATABASE + schema / SCHEMAS_PER_DATABASE, 1, PLATFORMS));
    fields.put("domain", "domain:domain-" + dice.zipf(FIRST_SCHEMA + schema, 1, SHARED_EACH));
    fields.put(
        "owners",
        List.of(
            "team:team-" + dice.zipf(FIRST_SCHEMA + schema, 2, SHARED_EACH),
            "user:user-" + dice.zipf(table, 8, SHARED_EACH)));
    fields.put("tags", shared(table, 20, "tag:tag-"));
    fields.put("terms", shared(table, 30, "glossary-term:glossary-term-"));
    // Most are hardly used.
    double used = Math.pow(dice.fraction(table, 11), 4);
    fields.put("popularity", Math.round(used * POPULARITY_STEPS) / POPULARITY_STEPS);
    fields.put("quality", dice.pick(table, 14, 101) / 100.0);
    fields.put("attributes", Map.of("rowCount", dice.pick(table, 12, 1L << 32)));
    return fields;
  }

  private List<String> shared(long table, long question, String prefix) {
    Set<String> picked = new LinkedHashSet<>();
    for (int i = (int) dice.pick(table, question, MAX_TAGS + 1); i > 0; i--) {
      picked.add(prefix + dice.zipf(table, question + i, SHARED_EACH));
    }
    return List.copyOf(picked);
  }

  private String tableDescription(long table) {
    return capital(dice.zipf(table, 1, STAGES))
        + " of each "
        + dice.zipf(table, 0, SUBJECTS)
        + " for "
        + capital(name(table))
        + ": "
        + phrase(table, FIRST_OF_WORDS, 4 + (int) dice.pick(table, 13, 10))
        + ".";
  }

  private String phrase(long table, long question, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(dice.zipf(table, question + i, PHRASES));
    }
    return text.toString();
  }

  @Override
  public Map<String, @Nullable Object> columnFields(
      long table, String tableName, String name, int column) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    long question = FIRST_OF_WORDS + WORDS_EACH * (column + 1L);
    if (dice.pick(table, question, 3) > 0) {
      int words = 1 + (int) dice.pick(table, question + 1, 3);
      fields.put(
          "description",
          capital(Vocabulary.words(name))
              + " of the "
              + dice.zipf(table, 0, SUBJECTS)
              + ", "
              + phrase(table, question + 2, words)
              + ".");
    }
    fields.put("parent", "table:" + tableName);
    fields.put(
        "attributes",
        Map.of(
            "dataType",
            Vocabulary.lakeType(Vocabulary.dataType(name)),
            "ordinal",
            column + 1L,
            "nullable",
            column > 0));
    return fields;
  }
}
