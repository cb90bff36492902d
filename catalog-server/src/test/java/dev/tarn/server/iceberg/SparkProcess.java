package dev.tarn.server.iceberg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Spark session in a JVM of its own, with catalogs of Tarn. */
final class SparkProcess {
  private static final Path ROOT = Path.of(System.getProperty("tarn.root"));
  private static final String PART = "\t";
  private static final List<String> OPENED =
      List.of(
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
          "sun.util.calendar");

  private final Process process;
  private final BufferedReader answers;
  private final Writer statements;

  private SparkProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.statements = process.outputWriter();
  }

  /**
   * Starts a session; it answers when it is ready.
   *
   * @param catalogs warehouses by the catalog's name
   */
  static SparkProcess start(Path folder, String uri, Map<String, String> catalogs)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dio.netty.tryReflectionSetAccessible=true");
    command.add("-cp");
    command.add(Files.readString(ROOT.resolve("target/spark/class-path")).strip());
    command.add(ROOT.resolve("catalog-server/src/test/spark/SparkStatements.java").toString());
    command.add(uri);
    catalogs.forEach((name, warehouse) -> command.add(name + "=" + warehouse));
    return new SparkProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("spark.log").toFile())
            .start());
  }

  /**
   * Runs a statement; returns its rows, columns parted by commas.
   *
   * @throws IllegalStateException if it fails
   */
  List<String> sql(String statement) throws IOException {
    return ask(statement);
  }

  /** Runs statements at once. */
  void parallel(List<String> all) throws IOException {
    ask("PARALLEL" + PART + String.join(PART, all));
  }

  /** Streams JSON files to a table, one file a commit. */
  void stream(Path files, String table) throws IOException {
    ask("STREAM" + PART + files + PART + table);
  }

  private List<String> ask(String line) throws IOException {
    statements.write(line + "\n");
    statements.flush();
    List<String> rows = new ArrayList<>();
    while (true) {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("Spark has ended; see spark.log");
      }
      if (answer.equals("OK")) {
        return rows;
      }
      if (answer.startsWith("R" + PART)) {
        rows.add(answer.substring(2));
      } else if (answer.startsWith("E" + PART)) {
        throw new IllegalStateException(answer.substring(2));
      }
    }
  }

  void stop() throws IOException, InterruptedException {
    statements.close();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
  }
}
