package dev.tarn.server;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts a class in a JVM like this one. */
public final class ChildJvm {
  private static final String HEAP = "-Xmx512m";

  /** They are not there for long enough to be worth more than the first compiler. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ChildJvm() {}

  /** Returns the command up to the main class. */
  public static List<String> command(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--add-") || flag.startsWith("--enable-") || flag.startsWith("--sun-")) {
        command.add(flag);
      }
    }
    command.add(HEAP);
    command.addAll(SHORT_LIVED);
    command.add("-Dtarn.nessie.jar=" + System.getProperty("tarn.nessie.jar"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    return command;
  }
}
