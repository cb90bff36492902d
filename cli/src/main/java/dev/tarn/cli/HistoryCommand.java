package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn history}: who changed an asset, when and what. */
@Command(name = "history", description = "Shows the changes of an asset, newest first.")
final class HistoryCommand extends ApiCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "Which asset; a deleted one by its id. See 'Names' in tarn --help.")
  String name = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most N changes. Default: ${DEFAULT-VALUE}")
  int limit;

  @Option(
      names = "--before",
      paramLabel = "SEQ",
      description = "Only changes with a smaller sequence number.")
  @Nullable Long before;

  HistoryCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    JsonNode page =
        api.get(
            "/api/v1/assets/" + Api.segment(new Names(api).id(name)) + "/history",
            Api.query().with("limit", limit).with("before", before));
    if (json()) {
      console.json(page);
      return ExitCode.OK;
    }
    Table table = new Table(">SEQ", "TIME", "WHAT", "BY", "SOURCE", "CHANGED");
    for (JsonNode entry : Json.elements(page, "items")) {
      table.row(
          Json.text(entry, "seq"),
          Json.text(entry, "committedAt"),
          Json.text(entry, "operation"),
          Json.text(entry, "actor"),
          Json.text(entry, "source"),
          Changes.difference(entry));
    }
    table.print(console);
    return ExitCode.OK;
  }
}
