package dev.tarn.iceberg.nessie;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The command that runs Nessie's server as a child of this JVM. */
final class NessieProcess {
  /** First of the arguments, so that it is within what a system shows of a long command line. */
  private static final String MARK = "-Dtarn.nessie.folder=";

  private static final String CHILD_CLASS_FILE =
      NessieChild.class.getName().replace('.', '/') + ".class";
  private static final long MAX_LOG_BYTES = 8L << 20;

  private NessieProcess() {}

  /** Returns the argument by which a process that serves a folder is known. */
  static String mark(Path folder) {
    return MARK + folder;
  }

  /** Starts the server; it is not ready yet. */
  static Process start(EmbeddedNessieSettings settings, NessiePorts ports) throws IOException {
    Path classes = extractChild(settings.folder());
    List<String> command = command(settings, ports);
    Path cache = NessieStartCache.of(settings.serverJar());
    if (Files.isRegularFile(cache)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.add("-cp");
    // The cache is of a class path that begins with the server.
    command.add(settings.serverJar() + File.pathSeparator + classes);
    command.add(NessieChild.class.getName());
    return start(command, settings.folder());
  }

  /** Returns Java and its options, up to the class path. */
  static List<String> command(EmbeddedNessieSettings settings, NessiePorts ports) {
    Path folder = settings.folder();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(mark(folder));
    command.add("-Xmx" + settings.maxHeapMegabytes() + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    option(command, "quarkus.http.host", "127.0.0.1");
    option(command, "quarkus.http.port", Integer.toString(ports.http()));
    option(command, "quarkus.management.host", "127.0.0.1");
    option(command, "quarkus.management.port", Integer.toString(ports.management()));
    option(command, "quarkus.http.access-log.enabled", "false");
    option(command, "quarkus.otel.sdk.disabled", "true");
    option(command, "quarkus.banner.enabled", "false");
    option(command, "quarkus.log.console.color", "false");
    option(command, "quarkus.log.file.enabled", "false");
    option(command, "nessie.server.authentication.enabled", "false");
    option(command, "nessie.server.send-stacktrace-to-client", "false");
    option(command, "nessie.version.store.type", "ROCKSDB");
    option(
        command, "nessie.version.store.persist.rocks.database-path", database(folder).toString());
    return command;
  }

  /** Starts a command whose output goes to the server's log. */
  static Process start(List<String> command, Path folder) throws IOException {
    Path log = log(folder);
    if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
      Files.move(log, log.resolveSibling("nessie.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    // The server reads configuration from its working directory: one that is ours.
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  private static void option(List<String> command, String name, String value) {
    command.add("-D" + name + "=" + value);
  }

  static Path database(Path folder) {
    return folder.resolve("rocksdb");
  }

  static Path log(Path folder) {
    return folder.resolve("nessie.log");
  }

  /** Copies the child's class file out: this code may run from a jar within a jar. */
  private static Path extractChild(Path folder) throws IOException {
    Path classes = folder.resolve("classes");
    Path target = classes.resolve(CHILD_CLASS_FILE);
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException("no folder of " + target);
    }
    Files.createDirectories(parent);
    try (InputStream source =
        NessieChild.class.getClassLoader().getResourceAsStream(CHILD_CLASS_FILE)) {
      if (source == null) {
        throw new IOException("no resource " + CHILD_CLASS_FILE);
      }
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return classes;
  }
}
