import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A Spark session that does what comes line by line, and answers each line with {@code R} and a row
 * for each row, then {@code OK}, or with {@code E} and what was wrong. Started from its source, on
 * Spark's class path. Arguments: the server, then {@code catalog=warehouse}.
 *
 * <p>A line is a statement; or {@code PARALLEL} and statements that run at once; or {@code STREAM},
 * a folder of JSON files with a number {@code id}, and the table that they are streamed to. Parts
 * are between tabs.
 */
public final class SparkStatements {
  private static final String PART = "\t";

  private SparkStatements() {}

  public static void main(String[] arguments) throws Exception {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      String[] catalog = argument.split("=", 2);
      String name = "spark.sql.catalog." + catalog[0];
      builder
          .config(name, "org.apache.iceberg.spark.SparkCatalog")
          .config(name + ".type", "rest")
          .config(name + ".uri", arguments[0] + "/iceberg")
          .config(name + ".warehouse", catalog[1])
          .config(name + ".cache-enabled", "false");
    }
    SparkSession spark = builder.getOrCreate();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        run(spark, line).forEach(row -> System.out.println("R" + PART + row));
        System.out.println("OK");
      } catch (Exception e) {
        System.out.println("E" + PART + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
      }
      System.out.flush();
    }
    spark.stop();
  }

  private static List<String> run(SparkSession spark, String line) throws Exception {
    String[] parts = line.split(PART);
    return switch (parts[0]) {
      case "PARALLEL" -> parallel(spark, List.of(parts).subList(1, parts.length));
      case "STREAM" -> stream(spark, parts[1], parts[2]);
      default -> rows(spark, line);
    };
  }

  private static List<String> rows(SparkSession spark, String statement) {
    List<String> rows = new ArrayList<>();
    for (Row row : spark.sql(statement).collectAsList()) {
      rows.add(
          IntStream.range(0, row.length())
              .mapToObj(i -> String.valueOf(row.get(i)))
              .collect(Collectors.joining(",")));
    }
    return rows;
  }

  private static List<String> parallel(SparkSession spark, List<String> statements)
      throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(statements.size())) {
      List<Future<List<String>>> running = new ArrayList<>();
      for (String statement : statements) {
        running.add(writers.submit(() -> rows(spark, statement)));
      }
      for (Future<List<String>> each : running) {
        each.get();
      }
    }
    return List.of();
  }

  private static List<String> stream(SparkSession spark, String folder, String table)
      throws Exception {
    spark
        .readStream()
        .schema("id BIGINT")
        .option("maxFilesPerTrigger", 1)
        .json(folder)
        .writeStream()
        .option("checkpointLocation", folder + "-checkpoint")
        .trigger(Trigger.AvailableNow())
        .toTable(table)
        .awaitTermination();
    return List.of();
  }
}
