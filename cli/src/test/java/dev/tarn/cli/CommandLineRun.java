package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Command lines, run as a script would, and what came of them. */
final class CommandLineRun {
  private final Map<String, String> environment;
  private final List<String> appended;

  CommandLineRun(Map<String, String> environment, String... appended) {
    this.environment = Map.copyOf(environment);
    this.appended = List.of(appended);
  }

  /** Runs against this server. */
  static CommandLineRun against(String server) {
    return new CommandLineRun(Map.of("TARN_SERVER", server));
  }

  /** Appends these to every command line. */
  CommandLineRun with(String... arguments) {
    return new CommandLineRun(environment, arguments);
  }

  /** What a command printed, and its exit code. */
  record Ended(ExitCode code, String out, String err) {
    Ended expect(ExitCode expected) {
      assertThat(code).as("%s%n%s", out, err).isEqualTo(expected);
      return this;
    }

    /** Returns the answer, which has to be one JSON document. */
    JsonNode json() {
      JsonNode node = Json.parse(out);
      assertThat(node.isContainerNode()).as(out).isTrue();
      return node;
    }

    /** Returns the lines of the answer, of which each has to be one JSON document. */
    List<JsonNode> jsonLines() {
      return out.lines()
          .map(
              line -> {
                JsonNode node = Json.parse(line);
                assertThat(node.isObject()).as(line).isTrue();
                return node;
              })
          .toList();
    }
  }

  Ended run(String... arguments) {
    return run(new ByteArrayOutputStream(), new CountDownLatch(1), arguments);
  }

  Ended run(ByteArrayOutputStream out, CountDownLatch end, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(appended);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            true,
            Console.DEFAULT_WIDTH_COLUMNS);
    int code = Tarn.run(all.toArray(String[]::new), environment, console, end);
    return new Ended(
        ExitCode.values()[code],
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }
}
