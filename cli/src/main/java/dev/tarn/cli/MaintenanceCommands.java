package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tarn maintenance}: what keeps the storage small. */
final class MaintenanceCommands {
  private static final String PATH = "/api/v1/maintenance";
  private static final String RUNS = PATH + "/runs/";

  private MaintenanceCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group()).addSubcommand(new CollectGarbage(root));
  }

  @Command(
      name = "maintenance",
      description = "Keeps the storage small.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(
      name = "collect-garbage",
      description = {
        "Deletes the files that only deleted branches referred to.",
        "Ctrl-C stops the watching; the run goes on at the server."
      })
  private static final class CollectGarbage extends ApiCommand {
    @Option(names = "--dry-run", description = "Say what there is, and delete nothing.")
    boolean dryRun;

    @Option(
        names = "--older-than",
        paramLabel = "TIME",
        defaultValue = "24h",
        description = "Of branches that are deleted for this long, such as 7d. Default: 24h")
    String olderThan = "";

    CollectGarbage(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) throws InterruptedException {
      JsonNode run =
          api.post(
              PATH + "/collect-garbage",
              Api.query()
                  .with("olderThan", References.duration(olderThan))
                  .with("dryRun", Boolean.toString(dryRun)),
              null);
      try (Progress progress = Progress.ofItems(console, "garbage", 1)) {
        run =
            ServerRun.watch(
                root(),
                run,
                each -> progress.to(each.path("count").asLong(), each.path("count").asLong()),
                each -> api.get(RUNS + Api.segment(Json.text(each, "id")), Api.query()));
      }
      if (json()) {
        console.json(run);
      } else {
        print(console, run);
      }
      return ServerRun.exitCode(run);
    }
  }

  private static void print(Console console, JsonNode run) {
    ServerRun.printStatus(console, run);
    JsonNode found = run.path("found");
    if (found.isMissingNode()) {
      return;
    }
    Table facts = new Table("", "");
    facts.row("time", "%.1f s".formatted(run.path("elapsedMillis").asLong() / 1_000.0));
    facts.row("deleted branches", Console.count(found.path("branches").asLong()));
    String done = run.path("dryRun").asBoolean() ? "to delete" : "deleted";
    facts.row(
        done,
        "%s files, %s bytes"
            .formatted(
                Console.count(found.path("files").asLong()),
                Console.count(found.path("bytes").asLong())));
    facts.row("still needed", Console.count(found.path("keptFiles").asLong()) + " files");
    long unknown = found.path("unknownBranches").asLong();
    if (unknown > 0) {
      facts.row("commits lost of", Console.count(unknown) + " branches; tables of theirs stay");
    }
    facts.print(console, "  ");
  }
}
