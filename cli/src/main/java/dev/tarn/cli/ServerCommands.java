package dev.tarn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the launcher script starts itself, such that the server is the process that the user
 * started. Here for {@code --help} only.
 */
final class ServerCommands {
  private ServerCommands() {}

  /** The options of the two; the script reads them. */
  static final class ServerOptions {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = {
          "The folder that holds everything the server keeps.",
          "Or TARN_DATA. Default: ~/.tarn/data, and ~/.tarn/demo for the demo"
        })
    String data = "";

    @Option(names = "--port", paramLabel = "N", description = "The port of the API. Default: 8585")
    int port;

    @Option(
        names = "--host",
        paramLabel = "ADDRESS",
        description = "The address to listen at. Default: 127.0.0.1, this machine only")
    String host = "";
  }

  /** {@code tarn up}. */
  @Command(
      name = "up",
      description = "Runs the server in the foreground, until Ctrl-C or SIGTERM.",
      footer = {
        "%nTARN_JAVA_OPTS adds to the server's JVM options, such as -Xmx4g; TARN_JAVA_HOME",
        "names the JDK. What is not built yet, or older than its sources, is built first."
      })
  static final class Up implements java.util.concurrent.Callable<Integer> {
    @picocli.CommandLine.Mixin ServerOptions options = new ServerOptions();

    @Override
    public Integer call() {
      throw new CommandFailure(ExitCode.USAGE, "the server is started by the script: ./tarn up");
    }
  }
}
