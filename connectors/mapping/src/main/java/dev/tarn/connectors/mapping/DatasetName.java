package dev.tarn.connectors.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The identity of a table, topic, file or other data set, and of what contains it.
 *
 * @param ref type and qualified name
 * @param platform the platform's name
 * @param name the short name
 * @param ancestors what contains it, outermost first; the platform is the first
 * @param foldsCase whether the platform ignores case
 */
public record DatasetName(
    Ref ref, String platform, String name, List<Ancestor> ancestors, boolean foldsCase) {

  /** Something that contains data sets: a platform, database or schema. */
  public record Ancestor(Ref ref, String name) {}

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("postgresql", "postgres"),
          Map.entry("sqlserver", "mssql"),
          Map.entry("synapse", "azuresynapse"),
          Map.entry("awsathena", "athena"),
          Map.entry("awsglue", "glue"),
          Map.entry("s3a", "s3"),
          Map.entry("s3n", "s3"),
          Map.entry("gs", "gcs"),
          Map.entry("abfs", "abs"),
          Map.entry("abfss", "abs"),
          Map.entry("wasb", "abs"),
          Map.entry("wasbs", "abs"),
          Map.entry("adlsgen2", "abs"),
          Map.entry("unitycatalog", "databricks"),
          Map.entry("dbfs", "databricks-files"));

  private static final Set<String> FOLDING =
      Set.of(
          "athena",
          "databricks",
          "db2",
          "glue",
          "hive",
          "impala",
          "oracle",
          "snowflake",
          "teradata");

  private static final Set<String> WAREHOUSES =
      Set.of(
          "athena",
          "azuresynapse",
          "bigquery",
          "cassandra",
          "clickhouse",
          "cockroachdb",
          "cratedb",
          "databricks",
          "db2",
          "delta-lake",
          "doris",
          "dremio",
          "druid",
          "duckdb",
          "exasol",
          "fabric",
          "firebolt",
          "glue",
          "greenplum",
          "hana",
          "hive",
          "iceberg",
          "impala",
          "mariadb",
          "materialize",
          "mssql",
          "mysql",
          "oracle",
          "pinot",
          "postgres",
          "presto",
          "redshift",
          "risingwave",
          "singlestore",
          "snowflake",
          "spark",
          "sqlite",
          "starrocks",
          "teradata",
          "trino",
          "vertica");

  private static final Set<String> STREAMS =
      Set.of("kafka", "pulsar", "kinesis", "pubsub", "eventhub", "nats", "rabbitmq");

  /** Platforms whose data sets are named by where they are: platform to URL scheme. */
  private static final Map<String, String> LOCATIONS =
      Map.of(
          "s3",
          "s3://",
          "gcs",
          "gs://",
          "abs",
          "abfss://",
          "hdfs",
          "hdfs://",
          "file",
          "file://",
          "databricks-files",
          "dbfs://");

  private static final Set<String> FILE_ENDINGS =
      Set.of(
          "avro", "csv", "gz", "json", "jsonl", "log", "ndjson", "orc", "parquet", "pdf", "sql",
          "tar", "tsv", "txt", "xls", "xlsx", "xml", "yaml", "yml", "zip", "zst");

  public DatasetName {
    ancestors = List.copyOf(ancestors);
  }

  /**
   * Returns the name of a data set that its platform names in one text: {@code db.schema.table} in
   * a warehouse, a topic, or a path below a file system's root (bucket first).
   */
  public static DatasetName of(String platform, String name) {
    String normal = platformName(platform);
    if (WAREHOUSES.contains(base(normal))) {
      List<String> parts = split(name);
      boolean named = parts.stream().anyMatch(part -> !part.isBlank());
      return table(normal, named ? parts : List.of(name));
    }
    if (STREAMS.contains(base(normal))) {
      return flat("topic", normal, name);
    }
    String scheme = LOCATIONS.get(base(normal));
    if (scheme != null) {
      return located(normal, scheme, name);
    }
    return flat("dataset", normal, name);
  }

  /** Returns the name of a table whose parts are known, outermost first, blank parts left out. */
  public static DatasetName table(String platform, List<String> parts) {
    String normal = platformName(platform);
    boolean folds = FOLDING.contains(base(normal));
    List<String> kept = new ArrayList<>();
    for (String part : parts) {
      String stripped = part.strip();
      if (!stripped.isEmpty()) {
        kept.add(folds ? stripped.toLowerCase(Locale.ROOT) : stripped);
      }
    }
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("a table has a name");
    }
    List<Ancestor> ancestors = new ArrayList<>();
    ancestors.add(new Ancestor(new Ref("platform", normal), normal));
    StringBuilder path = new StringBuilder(normal);
    int last = kept.size() - 1;
    for (int i = 0; i < last; i++) {
      path.append('.').append(quoted(kept.get(i)));
      // Parts before the database (an account, an instance) qualify it and are no asset.
      if (i == last - 1) {
        ancestors.add(new Ancestor(new Ref("schema", path.toString()), kept.get(i)));
      } else if (i == last - 2) {
        ancestors.add(new Ancestor(new Ref("database", path.toString()), kept.get(i)));
      }
    }
    path.append('.').append(quoted(kept.get(last)));
    return new DatasetName(
        new Ref("table", path.toString()), normal, kept.get(last), ancestors, folds);
  }

  /** Returns the one name of a platform: lower case, without the aliases that formats use. */
  public static String platformName(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.isEmpty() ? "unknown" : ALIASES.getOrDefault(lower, lower);
  }

  /** Returns the platform's name in an environment: {@code kafka@dev}; prod is not named. */
  public static String platformName(String name, String environment) {
    String env = environment.strip().toLowerCase(Locale.ROOT);
    String normal = platformName(name);
    return env.isEmpty() || env.equals("prod") ? normal : normal + "@" + env;
  }

  /** Returns true if the platform's data sets are tables in schemas. */
  public static boolean isWarehouse(String platform) {
    return WAREHOUSES.contains(base(platformName(platform)));
  }

  /** Returns true if the platform's data sets are topics. */
  public static boolean isStream(String platform) {
    return STREAMS.contains(base(platformName(platform)));
  }

  /** Returns true if data sets of this platform are named by where they are. */
  public static boolean isLocated(String platform) {
    return LOCATIONS.containsKey(base(platformName(platform)));
  }

  /** Returns the column of this path; nested fields are separated by dots. */
  public Ref column(String path) {
    String folded = foldsCase ? path.toLowerCase(Locale.ROOT) : path;
    String separator = ref.qualifiedName().contains("://") ? "#" : ".";
    return new Ref("column", ref.qualifiedName() + separator + folded.strip());
  }

  /** Returns the column's short name: the last part of its path. */
  public String columnName(String path) {
    String folded = (foldsCase ? path.toLowerCase(Locale.ROOT) : path).strip();
    String last = folded.substring(folded.lastIndexOf('.') + 1).strip();
    return last.isEmpty() ? folded : last;
  }

  /** Splits {@code a.b."c.d"} at dots outside of quotes, and takes the quotes off. */
  static List<String> split(String name) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          part.append(c);
        }
      } else if ((c == '"' || c == '`') && part.isEmpty()) {
        quote = c;
      } else if (c == '.') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static DatasetName flat(String type, String platform, String name) {
    Ref ref = new Ref(type, platform + "." + name.strip());
    return new DatasetName(ref, platform, name.strip(), platformOnly(platform), false);
  }

  private static DatasetName located(String platform, String scheme, String name) {
    String path = name.strip();
    int schemeEnd = path.indexOf("://");
    if (schemeEnd >= 0) {
      path = path.substring(schemeEnd + 3);
    }
    while (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    String last = path.substring(path.lastIndexOf('/') + 1).strip();
    int dot = last.lastIndexOf('.');
    boolean file =
        dot > 0 && FILE_ENDINGS.contains(last.substring(dot + 1).toLowerCase(Locale.ROOT));
    int at = platform.indexOf('@');
    String root = at < 0 ? scheme : scheme + platform.substring(at) + "/";
    return new DatasetName(
        new Ref(file ? "file" : "dataset", root + path),
        platform,
        last.isEmpty() ? path : last,
        platformOnly(platform),
        false);
  }

  private static List<Ancestor> platformOnly(String platform) {
    return List.of(new Ancestor(new Ref("platform", platform), platform));
  }

  private static String base(String platform) {
    int at = platform.indexOf('@');
    return at < 0 ? platform : platform.substring(0, at);
  }

  private static String quoted(String part) {
    return part.indexOf('.') < 0 ? part : '"' + part + '"';
  }
}
