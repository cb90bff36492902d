package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.cli.CommandLineRun.Ended;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
  private final CommandLineRun tarn = new CommandLineRun(Map.of());

  private static CommandLine root() {
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new RootCommand(
            Map.of(), new Console(nowhere, nowhere, false, false, false, 80), new CountDownLatch(1))
        .commandLine();
  }

  /** Every command with its path, such as {@code branch create}. */
  static Stream<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(root(), List.of(), all);
    return all.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
    all.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> below = new ArrayList<>(path);
              below.add(name);
              collect(sub, below, all);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfAndTakesTheCommonOptions(List<String> path) {
    List<String> arguments = new ArrayList<>(path);
    arguments.add("--help");
    Ended help = tarn.run(arguments.toArray(String[]::new)).expect(ExitCode.OK);
    assertThat(help.out())
        .contains("Usage: tarn", "--server", "--tenant", "--branch", "--at", "--json", "--help");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void theHelpNamesEveryExitCode() {
    String help = tarn.run("--help").expect(ExitCode.OK).out();
    for (ExitCode code : ExitCode.values()) {
      assertThat(help).containsPattern(code.number() + " +" + code.meaning());
    }
  }

  @Test
  void exitCodesAreWhatScriptsKnow() {
    assertThat(ExitCode.values())
        .extracting(ExitCode::number)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(List.of(401, 403, 404, 409, 412, 429, 500).stream().map(ExitCode::ofHttpStatus))
        .containsExactly(
            ExitCode.DENIED,
            ExitCode.DENIED,
            ExitCode.NOT_FOUND,
            ExitCode.CONFLICT,
            ExitCode.CONFLICT,
            ExitCode.FAILED,
            ExitCode.FAILED);
  }

  @Test
  void saysTheVersion() {
    assertThat(tarn.run("--version").expect(ExitCode.OK).out()).startsWith("tarn ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        "show",
        "list --nope",
        "branch",
        "tenant",
        "status --server nowhere",
        "status --server ftp://127.0.0.1",
        "changes --limit many",
        "ingest"
      })
  void aWrongCommandLineIsExplained(String line) {
    Ended ended = tarn.run(line.isEmpty() ? new String[0] : line.split(" ")).expect(ExitCode.USAGE);
    assertThat(ended.err()).startsWith("tarn: ").contains("see: tarn", "--help");
    assertThat(ended.out()).isEmpty();
  }
}
