package dev.tarn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher script in a folder of its own, with JDKs that write down how they were called, and
 * with a PATH that has the tools which the script needs and no Java.
 */
final class FakeInstallation {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "dirname",
          "readlink",
          "find",
          "sort",
          "mkdir",
          "sleep",
          "stty",
          "tail",
          "mv",
          "touch",
          "env",
          "rm",
          "cat");
  private static final long TIMEOUT_SECONDS = 60;

  /** A Java that writes its arguments to a file; as a server it lives until SIGTERM. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for argument in "$@"; do printf '%%s\\n' "$argument"; done >>"%s"
      case " $* " in
        *" -XX:AOTCacheOutput="*) exit 0 ;;
        *" demo --server "*) exit "${FAKE_GUIDE_CODE:-0}" ;;
        *"/catalog-server/"*)
          if [[ -n ${FAKE_SERVER_CODE:-} ]]; then exit "$FAKE_SERVER_CODE"; fi
          trap 'printf "server ended\\n" >>"%s"; exit 143' TERM
          while true; do sleep 0.1; done
          ;;
      esac
      exit "${FAKE_CLI_CODE:-0}"
      """;

  final Path root;
  final Path jdks;
  final Path home;
  final Path calls;
  private final Path tools;
  private final Map<String, String> environment = new HashMap<>();

  FakeInstallation(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("root with space"));
    jdks = Files.createDirectories(folder.resolve("jdks"));
    home = Files.createDirectories(folder.resolve("home"));
    tools = Files.createDirectories(folder.resolve("tools"));
    calls = folder.resolve("calls");
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
    }
    Files.copy(
        projectRoot().resolve("tarn"), root.resolve("tarn"), StandardCopyOption.COPY_ATTRIBUTES);
    environment.put("PATH", tools.toString());
    environment.put("HOME", home.toString());
    environment.put("TARN_JDK_PATH", jdks.toString());
  }

  private static Path find(String tool) {
    for (String folder : List.of("/bin", "/usr/bin", "/usr/local/bin")) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("this machine has no " + tool);
  }

  static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests run outside of the project");
      }
    }
    return folder;
  }

  FakeInstallation with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Puts the jars where a build puts them. */
  FakeInstallation built() throws IOException {
    touch("cli/target/lib/some.jar");
    touch("cli/target/cli-1.0.jar");
    touch("catalog-server/target/catalog-server-1.0.jar");
    touch("target/nessie/nessie-quarkus-runner.jar");
    return this;
  }

  Path touch(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "");
  }

  /** Makes a JDK of this version, and returns its folder. */
  Path jdk(String name, String version) throws IOException {
    Path folder = jdks.resolve(name);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        folder.resolve("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    script(folder.resolve("bin/java"), JAVA.formatted(calls, calls));
    script(folder.resolve("bin/javac"), "#!/usr/bin/env bash\n");
    return folder;
  }

  void javaOnPath(Path jdk) throws IOException {
    Files.createSymbolicLink(tools.resolve("java"), jdk.resolve("bin/java"));
  }

  static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** How a run of the script ended. */
  record Ended(int code, String out, String err) {}

  Ended run(String... arguments) throws IOException, InterruptedException {
    return ended(start(arguments));
  }

  Process start(String... arguments) throws IOException {
    return start(root.resolve("tarn"), arguments);
  }

  Process start(Path script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  Ended ended(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script did not end");
    }
    return new Ended(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  /** Returns all arguments of all Javas that ran. */
  List<String> calls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Waits until a Java was called with this argument. */
  void awaitCall(Process process, String argument) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!calls().contains(argument)) {
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("nobody was called with " + argument);
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS) && !calls().contains(argument)) {
        throw new AssertionError("the script ended: " + ended(process));
      }
    }
  }
}
