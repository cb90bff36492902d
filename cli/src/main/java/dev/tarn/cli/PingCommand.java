package dev.tarn.cli;

import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code tarn ping}: whether the server serves. */
@Command(
    name = "ping",
    description = "Asks whether the server is ready to serve; the exit code says it.")
final class PingCommand extends ApiCommand {
  PingCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    long startNanos = System.nanoTime();
    var answer = Readiness.ask(api);
    if (json()) {
      console.json(answer);
    } else {
      console.line(
          api.server()
              + " is ready ("
              + Duration.ofNanos(System.nanoTime() - startNanos).toMillis()
              + " ms)");
    }
    return ExitCode.OK;
  }
}
