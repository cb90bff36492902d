package dev.tarn.engines;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.engines.spark.SparkAnswer;
import dev.tarn.engines.spark.SparkOrder;
import dev.tarn.engines.spark.SparkRun;
import dev.tarn.testkit.ServerProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Spark session in a JVM of its own. */
final class Spark implements SqlEngine, AutoCloseable {
  private static final String HEAP = "1g";
  private static final JsonMapper JSON = new JsonMapper();
  private static final long ENDS_WITHIN_SECONDS = 60;

  /** What Spark's own scripts open, and what its libraries need of Java 25. */
  private static final List<String> FLAGS =
      Stream.concat(
              Stream.of(
                      "java.lang",
                      "java.lang.invoke",
                      "java.lang.reflect",
                      "java.io",
                      "java.net",
                      "java.nio",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "jdk.internal.ref",
                      "sun.nio.ch",
                      "sun.nio.cs",
                      "sun.security.action",
                      "sun.util.calendar")
                  .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED"),
              Stream.of(
                  "--add-modules=jdk.incubator.vector",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Dio.netty.tryReflectionSetAccessible=true"))
          .toList();

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final URI tarn;
  private final Path log;

  private Spark(Process process, URI tarn, Path log) {
    this.process = process;
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
    this.tarn = tarn;
    this.log = log;
  }

  static Spark start(URI tarn, Path folder) throws IOException {
    Path built = Path.of(System.getProperty("tarn.spark.target"));
    List<String> command =
        new ArrayList<>(
            new Jvm(
                    HEAP,
                    FLAGS,
                    List.of(
                        built.resolve("classes").toString(),
                        Files.readString(built.resolve("class-path")).strip()))
                .command(SparkRun.class.getName()));
    settings(tarn, folder).forEach((name, value) -> command.add(name + "=" + value));
    Path log = folder.resolve("spark.log");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile()).start();
    Spark spark = new Spark(process, tarn, log);
    var unused = spark.answer();
    return spark;
  }

  private static Map<String, String> settings(URI tarn, Path folder) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", "local[2]");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.local.dir", folder.resolve("local").toString());
    settings.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    settings.putAll(catalog(CATALOG, tarn, "default"));
    return settings;
  }

  private static Map<String, String> catalog(String name, URI tarn, String warehouse) {
    String prefix = "spark.sql.catalog." + name;
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    settings.put(prefix + ".type", "rest");
    settings.put(prefix + ".uri", tarn.toString());
    settings.put(prefix + ".token", ServerProcess.ADMIN_KEY);
    settings.put(prefix + ".warehouse", warehouse);
    // It is not the only one that writes: what it knows of a table may be old.
    settings.put(prefix + ".cache-enabled", "false");
    return settings;
  }

  @Override
  public void connect(String catalog, String warehouse) {
    connect(catalog, warehouse, Map.of());
  }

  /** Gives the session a catalog with more settings of Iceberg's client. */
  void connect(String catalog, String warehouse, Map<String, String> client) {
    Map<String, String> settings = catalog(catalog, tarn, warehouse);
    client.forEach(
        (name, value) -> settings.put("spark.sql.catalog." + catalog + "." + name, value));
    settings.forEach((name, value) -> run("SET `" + name + "`=" + value));
  }

  @Override
  public List<List<@Nullable String>> rows(String statement) {
    return order(new SparkOrder.Sql(statement));
  }

  /** Runs statements in order, in as many threads as there are lists, which begin together. */
  void runAtOnce(List<List<String>> threads) {
    var unused = order(new SparkOrder.AtOnce(threads));
  }

  /** Appends to a table the JSON files of a folder that it has not read before, and ends. */
  void stream(Path folder, String schema, Path checkpoint, String table) {
    var unused =
        order(
            new SparkOrder.Stream(
                folder.toUri().toString(), schema, checkpoint.toUri().toString(), table));
  }

  private synchronized List<List<@Nullable String>> order(SparkOrder order) {
    try {
      orders.write(JSON.writerFor(SparkOrder.class).writeValueAsString(order));
      orders.newLine();
      orders.flush();
      SparkAnswer answer = answer();
      String error = answer.error();
      if (error != null) {
        throw new EngineException(order + ": " + error);
      }
      return answer.rows();
    } catch (IOException e) {
      throw new EngineException("Spark ended; see " + log, e);
    }
  }

  private SparkAnswer answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Spark ended; see " + log);
    }
    return JSON.readValue(line, SparkAnswer.class);
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("Spark did not end in time; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
