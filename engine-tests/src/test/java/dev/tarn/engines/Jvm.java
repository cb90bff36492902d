package dev.tarn.engines;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM beside that of the tests is started.
 *
 * @param heap its most
 * @param flags what else it needs to know
 * @param classPath parts of it
 */
record Jvm(String heap, List<String> flags, List<String> classPath) {
  /** Returns the command up to the main class. */
  List<String> command(String main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(flags);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(main);
    return command;
  }
}
