package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A run that goes on at the server while a command watches it. */
final class ServerRun {
  private static final Duration POLL = Duration.ofMillis(250);

  private ServerRun() {}

  /**
   * Watches a run until it ends, or who watches wants no more.
   *
   * @param progress is shown each answer that is not the last
   * @param look asks for the run again
   * @return the last answer
   */
  static JsonNode watch(
      RootCommand root, JsonNode started, Consumer<JsonNode> progress, UnaryOperator<JsonNode> look)
      throws InterruptedException {
    JsonNode run = started;
    while (isRunning(run)) {
      progress.accept(run);
      if (root.isEndedWithin(POLL)) {
        break;
      }
      run = look.apply(run);
    }
    return run;
  }

  private static boolean isRunning(JsonNode run) {
    return Json.text(run, "status").equals("running");
  }

  private static boolean isSucceeded(JsonNode run) {
    return Json.text(run, "status").equals("succeeded");
  }

  /** Returns what a command ends with: a run that goes on is no failure. */
  static ExitCode exitCode(JsonNode run) {
    return isRunning(run) || isSucceeded(run) ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Prints how a run ended, and why it failed. */
  static void printStatus(Console console, JsonNode run) {
    String kind = Json.text(run, "kind");
    String detail = Json.text(run.path("error"), "detail");
    console.line(
        console.styled(
                isSucceeded(run) ? Console.Style.GREEN : Console.Style.RED,
                Json.text(run, "status"))
            + (kind.isEmpty() ? "" : "  " + kind)
            + (detail.isEmpty() ? "" : "  " + Console.printable(detail)));
  }
}
