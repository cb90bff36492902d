package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn suggest}: the assets that someone may be typing the name of. */
@Command(
    name = "suggest",
    description = "Completes a name: of an asset, of a word in it, or after a dot a qualified one.",
    sortOptions = false)
final class SuggestCommand extends ApiCommand {
  @Parameters(paramLabel = "TEXT", description = "How the name begins.")
  String text = "";

  @Option(names = "--type", paramLabel = "TYPE", description = "Only this type, such as table.")
  @Nullable String type;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description = "closest, or popularity. Default: closest")
  @Nullable String sort;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "At most N assets, up to 50. Default: ${DEFAULT-VALUE}")
  int limit;

  SuggestCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    JsonNode answer =
        api.get(
            "/api/v1/suggest",
            Api.query().with("q", text).with("type", type).with("sort", sort).with("limit", limit));
    if (json()) {
      console.json(answer);
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "TYPE", "QUALIFIED NAME");
    for (JsonNode asset : Json.elements(answer, "items")) {
      table.row(
          Json.text(asset, "name"), Json.text(asset, "type"), Json.text(asset, "qualifiedName"));
    }
    if (table.isEmpty()) {
      console.note("no name begins so");
    } else {
      table.print(console);
    }
    return ExitCode.OK;
  }
}
