package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a message for people. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int UNAUTHENTICATED = 401;

  private final ExitCode exitCode;
  private final transient JsonNode problem;
  private final transient List<String> details;

  CommandFailure(ExitCode exitCode, String message) {
    this(exitCode, message, MissingNode.getInstance(), List.of(), null);
  }

  CommandFailure(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, message, MissingNode.getInstance(), List.of(), cause);
  }

  /** Ends a command with a message and lines below it. */
  CommandFailure(ExitCode exitCode, String message, List<String> details) {
    this(exitCode, message, MissingNode.getInstance(), details, null);
  }

  private CommandFailure(
      ExitCode exitCode,
      String message,
      JsonNode problem,
      List<String> details,
      @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.problem = problem;
    this.details = List.copyOf(details);
  }

  /**
   * Returns the failure that an HTTP answer stands for.
   *
   * @param problem the body, as RFC 9457 describes it; missing if the body was something else
   */
  static CommandFailure ofAnswer(int status, JsonNode problem) {
    StringBuilder message = new StringBuilder();
    String detail = Json.text(problem, "detail");
    message.append(detail.isEmpty() ? Json.text(problem, "title") : detail);
    if (message.isEmpty()) {
      message.append("the server answered ").append(status);
    }
    String code = Json.text(problem, "code");
    String field = Json.text(problem, "field");
    if (!code.isEmpty()) {
      message.append(" (").append(code);
      if (!field.isEmpty()) {
        message.append(", field ").append(field);
      }
      message.append(')');
    }
    List<String> details =
        status == UNAUTHENTICATED
            ? List.of("Name a key with TARN_API_KEY or --api-key-file, or keep one: tarn login")
            : List.of();
    return new CommandFailure(
        ExitCode.ofHttpStatus(status), message.toString(), problem, details, null);
  }

  /** Returns the same failure with another exit code, and lines below its message. */
  CommandFailure explained(ExitCode as, List<String> lines) {
    return new CommandFailure(as, getMessage(), problem, lines, this);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  ExitCode exitCode() {
    return exitCode;
  }

  /**
   * Returns the server's problem document; missing if the failure is not an answer of the server.
   */
  JsonNode problem() {
    return problem;
  }

  /** Returns the server's stable error code; empty if it gave none. */
  String code() {
    return Json.text(problem, "code");
  }

  List<String> details() {
    return details;
  }
}
