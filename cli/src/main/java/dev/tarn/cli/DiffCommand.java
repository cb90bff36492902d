package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.Console.Style;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn branch diff}: what is different between two points of the catalog. */
@Command(
    name = "diff",
    description = {
      "Shows what makes TO of FROM, entity by entity and field by field.",
      "A point is a branch or a tag, or after an @ a commit or time of a branch: draft, v1,"
          + " main@812-9f3c…, main@2026-01-31T12:00:00Z."
    })
final class DiffCommand extends ApiCommand {
  private static final String DIFF = "/api/v1/diff";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FROM",
      description = "Default: where TO began.")
  @Nullable String from;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TO",
      description = "Default: the branch one is on; at its newest commit, or see --at.")
  @Nullable String to;

  @Option(names = "--summary", description = "Only count, by type and operation.")
  boolean summary;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text: a line per entity, with the fields that differ. patch: the values too. json: a"
              + " document per line. Default: ${DEFAULT-VALUE}")
  Format format = Format.text;

  DiffCommand(RootCommand root) {
    super(root);
  }

  /** What is printed; lower case, as on command lines. */
  enum Format {
    text,
    patch,
    json
  }

  @Override
  ExitCode run(Api api, Console console) {
    String target = to == null ? root().branchName() : to;
    Api.Query query =
        Api.query().with("from", from == null ? start(api, target) : from).with("to", at(target));
    if (summary) {
      summary(api, console, query);
      return ExitCode.OK;
    }
    switch (json() ? Format.json : format) {
      case json -> api.answerLines(DIFF, query.with("format", "ndjson"), console::line);
      case text -> print(api, console, query.with("format", "text"), line -> text(console, line));
      case patch ->
          print(api, console, query.with("format", "patch"), line -> patch(console, line));
    }
    return ExitCode.OK;
  }

  private String at(String point) {
    String at = root().at;
    return at == null || point.contains("@") ? point : point + "@" + at;
  }

  /** Returns where a branch began. */
  private static String start(Api api, String point) {
    int at = point.indexOf('@');
    String name = at < 0 ? point : point.substring(0, at);
    if (name.equals(CurrentBranch.MAIN)) {
      throw new CommandFailure(
          ExitCode.USAGE, "main began with nothing: name what to compare it with");
    }
    JsonNode branch = api.getOfPoints(References.Kind.BRANCH.path(name), Api.query());
    return Json.text(branch, "from") + "@" + Json.text(branch, "commit");
  }

  private static void print(
      Api api, Console console, Api.Query query, UnaryOperator<String> styled) {
    api.answerLines(
        DIFF,
        query,
        line ->
            console.line(console.outIsTerminal() ? styled.apply(Console.printable(line)) : line));
  }

  private static String text(Console console, String line) {
    Style style =
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
          case 'A' -> Style.GREEN;
          case 'D' -> Style.RED;
          case 'M' -> Style.YELLOW;
          case 'R' -> Style.CYAN;
          default -> Style.PLAIN;
        };
    return line.startsWith(" ", 1)
        ? console.styled(style, line.substring(0, 1)) + line.substring(1)
        : line;
  }

  private static String patch(Console console, String line) {
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return console.styled(Style.BOLD, line);
    }
    Style style =
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
          case '-' -> Style.RED;
          case '+' -> Style.GREEN;
          case '@' -> Style.CYAN;
          default -> Style.PLAIN;
        };
    return console.styled(style, line);
  }

  private void summary(Api api, Console console, Api.Query query) {
    JsonNode answer = api.findOfPoints(DIFF + "/summary", query);
    if (json() || format == Format.json) {
      console.json(answer);
      return;
    }
    Table table = new Table("KIND", "TYPE", "OPERATION", ">ENTITIES");
    for (JsonNode count : Json.elements(answer, "counts")) {
      table.row(
          Json.text(count, "kind"),
          Json.text(count, "type"),
          Json.text(count, "operation"),
          Console.count(count.path("entities").asLong()));
    }
    table.row("all", "", "", Console.count(answer.path("total").asLong())).print(console);
  }
}
