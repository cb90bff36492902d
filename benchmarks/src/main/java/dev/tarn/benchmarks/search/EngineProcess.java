package dev.tarn.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has an engine measured in a JVM of its own. */
final class EngineProcess {
  private EngineProcess() {}

  /**
   * @param mainClass need not be on the class path of this JVM
   * @param heap as after {@code -Xmx}
   */
  static EngineRun.Seen run(String mainClass, String classPath, String heap, EngineRun.Order order)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tarn.jvm.flags").split(" ")));
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-cp", classPath, mainClass));
    command.add(EngineRun.argument(order));
    Path result = Path.of(order.result());
    Files.deleteIfExists(result);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread ended = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ended);
    try (var output = process.inputReader()) {
      output.lines().forEach(System.err::println);
    }
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ended);
    if (status != 0) {
      throw new IOException(mainClass + " ended with " + status);
    }
    return EngineRun.read(result);
  }
}
