package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Whether a server serves: a process that listens may still be opening its stores. */
final class Readiness {
  private static final String PATH = "/actuator/health/readiness";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Readiness() {}

  /**
   * Returns the server's answer if it is ready.
   *
   * @throws CommandFailure {@link ExitCode#UNREACHABLE} if no server answers, or not yet
   */
  static JsonNode ask(Api api) {
    try {
      return api.get(PATH, Api.query(), TIMEOUT);
    } catch (CommandFailure e) {
      if (e.problem().hasNonNull("status") && e.code().isEmpty()) {
        // Not an error of the API but the health document: status OUT_OF_SERVICE or DOWN.
        throw new CommandFailure(
            ExitCode.UNREACHABLE, "the server at " + api.server() + " is not ready", e);
      }
      throw e;
    }
  }
}
