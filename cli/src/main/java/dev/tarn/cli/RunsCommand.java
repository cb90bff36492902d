package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn runs}: imports, those that run and those that are done. */
@Command(name = "runs", description = "Lists the imports, or shows one.")
final class RunsCommand extends ApiCommand {
  static final String PATH = "/api/v1/ingestion";

  @Parameters(paramLabel = "ID", arity = "0..1", description = "Show this one.")
  @Nullable String id;

  RunsCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    JsonNode answer = api.get(id == null ? PATH : PATH + "/" + Api.segment(id), Api.query());
    if (json()) {
      console.json(answer);
    } else if (id == null) {
      Table table =
          new Table("ID", "STARTED", "STATUS", "FORMAT", ">CREATED", ">UPDATED", ">REJECTED");
      for (JsonNode run : Json.elements(answer, "items")) {
        table.row(
            Json.text(run, "id"),
            Json.text(run, "startedAt"),
            Json.text(run, "status"),
            Json.text(run, "format"),
            Console.count(run.path("created").asLong()),
            Console.count(run.path("updated").asLong()),
            Console.count(run.path("rejected").asLong()));
      }
      table.print(console);
    } else {
      IngestionRun.print(console, answer, verbose());
    }
    return ExitCode.OK;
  }
}
