package dev.tarn.benchmarks.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An engine that is measured in a JVM of its own, and stays there until it is closed. */
final class EngineProcess implements AutoCloseable {
  private final String mainClass;
  private final Process process;
  private final BufferedReader output;
  private final Thread ended;
  private final Path result;

  private EngineProcess(String mainClass, Process process, Path result) {
    this.mainClass = mainClass;
    this.process = process;
    this.output = process.inputReader();
    this.result = result;
    this.ended = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ended);
  }

  /**
   * @param mainClass need not be on the class path of this JVM
   * @param heap as after {@code -Xmx}
   */
  static EngineProcess start(String mainClass, String classPath, String heap, EngineRun.Order order)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tarn.jvm.flags").split(" ")));
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-cp", classPath, mainClass));
    command.add(EngineRun.argument(order));
    Path result = Path.of(order.result());
    Files.deleteIfExists(result);
    return new EngineProcess(
        mainClass, new ProcessBuilder(command).redirectErrorStream(true).start(), result);
  }

  /** Waits until everything is measured in process. */
  EngineRun.Seen seen() throws IOException, InterruptedException {
    String line = output.readLine();
    while (line != null && !line.equals(EngineRun.MEASURED)) {
      System.err.println(line);
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException(mainClass + " ended with " + process.waitFor());
    }
    return EngineRun.read(result);
  }

  /** Closes its input: what it ends at. */
  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    output.lines().forEach(System.err::println);
    process.onExit().join();
    Runtime.getRuntime().removeShutdownHook(ended);
  }
}
