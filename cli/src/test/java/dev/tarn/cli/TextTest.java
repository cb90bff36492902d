package dev.tarn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, and what is read from the command line. */
class TextTest {
  private static Console terminal(ByteArrayOutputStream out, int columns, boolean colours) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Console(stream, stream, true, true, colours, columns);
  }

  @Test
  void hostileTextCannotMoveTheCursor() {
    assertThat(Console.printable("a\u001b[2Jb\r\n\t\u0007\u202ec"))
        .isEqualTo("a\\u001b[2Jb\\r\\n\\t\\u0007\\u202ec");
    assertThat(Console.printable("größe 🙂")).isEqualTo("größe 🙂");
  }

  @Test
  void aTableFitsTheTerminal() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Table table = new Table("NAME", ">ROWS", "WHAT");
    table.row("short", "12", "x".repeat(200));
    table.row("a longer name", "1,234", "");
    table.print(terminal(out, 60, false));
    assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60))
        .anySatisfy(line -> assertThat(line).endsWith("…"))
        .anySatisfy(line -> assertThat(line).matches("a longer name +1,234"));
  }

  @Test
  void coloursAreForTerminalsThatTakeThem() {
    assertThat(terminal(new ByteArrayOutputStream(), 80, true).styled(Console.Style.RED, "x"))
        .isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(terminal(new ByteArrayOutputStream(), 80, false).styled(Console.Style.RED, "x"))
        .isEqualTo("x");
  }

  @Test
  void assignmentsBecomeFields() {
    assertThat(
            FieldAssignments.parse(
                List.of(
                    "description=a=b",
                    "displayName=",
                    "quality:=0.5",
                    "tags+=tag:a",
                    "tags+=tag:b",
                    "tags-=tag:c",
                    "attributes.rowCount:=7",
                    "attributes.format=iceberg")))
        .isEqualTo(
            Json.parse(
                """
                {"description": "a=b", "displayName": null, "quality": 0.5,
                 "tags": {"add": ["tag:a", "tag:b"], "remove": ["tag:c"]},
                 "attributes": {"rowCount": 7, "format": "iceberg"}}
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "=x", ":=1", "+=x", "a:=", "a:={"})
  void whatIsNoAssignmentIsRefused(String text) {
    assertThatThrownBy(() -> FieldAssignments.parse(List.of(text)))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void aPathSegmentIsOneSegmentWhateverIsInIt() {
    assertThat(Api.segment("a/b c?d#e%ü+")).isEqualTo("a%2Fb%20c%3Fd%23e%25%C3%BC%2B");
  }
}
