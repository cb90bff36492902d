package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tarn index}: how the index is, compare it with the tables, build it again. */
final class IndexCommands {
  private static final String PATH = "/api/v1/index";
  private static final String RUNS = PATH + "/runs/";

  /** The most differences that are shown without {@code -v}. */
  private static final int MAX_LINES = 20;

  private IndexCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new Status(root))
        .addSubcommand(new Verify(root))
        .addSubcommand(new Rebuild(root));
  }

  @Command(
      name = "index",
      description = "Shows, verifies and rebuilds the branch's index.",
      subcommands = {},
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(
      name = "status",
      description = "Shows how far the index has come, how large it is, and its last runs.")
  private static final class Status extends ApiCommand {
    Status(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode index = api.get(PATH, Api.query());
      if (json()) {
        console.json(index);
        return ExitCode.OK;
      }
      Table facts = new Table("", "");
      facts.row("head", Json.text(index, "head"));
      facts.row("applied", Json.text(index, "applied"));
      facts.row("durable", Json.text(index, "durable"));
      facts.row("lag", Console.count(index.path("lagChanges").asLong()) + " changes");
      if (index.has("documents")) {
        facts.row("documents", Console.count(index.path("documents").asLong()));
        facts.row("bytes", Console.count(index.path("bytes").asLong()));
        facts.row("generation", Json.text(index, "generation"));
      }
      if (index.has("lineageGraph")) {
        facts.row("lineage in memory", graph(index.path("lineageGraph")));
      }
      String failure = Json.text(index, "failure");
      facts.row("state", failure.isEmpty() ? "ok" : Console.printable(failure));
      for (String run : List.of("running", "lastRebuild", "lastVerification")) {
        if (index.has(run)) {
          facts.row(
              run.equals("running") ? "running" : "last " + kind(index, run), line(index, run));
        }
      }
      facts.print(console);
      return ExitCode.OK;
    }

    private static String graph(JsonNode graph) {
      return Console.count(graph.path("edges").asLong())
          + " edges, "
          + Console.count(graph.path("bytes").asLong())
          + " bytes, made in "
          + Console.count(graph.path("makingMillis").asLong())
          + " ms";
    }

    private static String kind(JsonNode index, String run) {
      return Json.text(index.path(run), "kind");
    }

    private static String line(JsonNode index, String run) {
      JsonNode node = index.path(run);
      String found =
          node.has("verification")
              ? ", "
                  + Console.count(node.path("verification").path("differences").asLong())
                  + " differences"
              : "";
      return (run.equals("running") ? Json.text(node, "kind") + ", " : "")
          + Json.text(node, "status")
          + found
          + ", "
          + Json.text(node, node.has("finishedAt") ? "finishedAt" : "startedAt");
    }
  }

  @Command(
      name = "verify",
      description = {
        "Compares every asset, relationship and type of the index with the tables, at one commit.",
        "Prints what differs, and ends with 1 if something does."
      })
  private static final class Verify extends ApiCommand {
    Verify(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) throws InterruptedException {
      return follow(this, api, console, api.post(PATH + "/verify", Api.query(), null));
    }
  }

  @Command(
      name = "rebuild",
      description = {
        "Builds the index again from the tables, while the old one serves.",
        "Ctrl-C stops the watching; the rebuild goes on at the server, see: tarn index status."
      })
  private static final class Rebuild extends ApiCommand {
    @Option(
        names = "--verify",
        description = "Compare every entity with the tables before the new index serves.")
    boolean verify;

    Rebuild(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) throws InterruptedException {
      return follow(
          this,
          api,
          console,
          api.post(
              PATH + "/rebuild",
              Api.query().with("check", verify ? "everything" : "counts"),
              null));
    }
  }

  /** Waits for the end of a run, and prints what became of it. */
  private static ExitCode follow(ApiCommand command, Api api, Console console, JsonNode started)
      throws InterruptedException {
    JsonNode run = started;
    try (Progress progress =
        Progress.ofItems(console, Json.text(run, "kind"), Math.max(expected(run), 1))) {
      run =
          ServerRun.watch(
              command.root(),
              run,
              each ->
                  progress.to(
                      each.path("assets").asLong() + each.path("relationships").asLong(),
                      expected(each)),
              each -> api.get(RUNS + Api.segment(Json.text(each, "id")), Api.query()));
    }
    if (command.json()) {
      console.json(run);
    } else {
      print(console, run, command.verbose() ? Integer.MAX_VALUE : MAX_LINES);
    }
    return run.path("verification").path("differences").asLong() == 0
        ? ServerRun.exitCode(run)
        : ExitCode.FAILED;
  }

  private static long expected(JsonNode run) {
    return run.path("expectedAssets").asLong() + run.path("expectedRelationships").asLong();
  }

  private static void print(Console console, JsonNode run, int maxLines) {
    ServerRun.printStatus(console, run);
    Table facts = new Table("", "");
    long millis = run.path("elapsedMillis").asLong();
    facts.row("time", "%.1f s".formatted(millis / 1_000.0));
    facts.row("assets", Console.count(run.path("assets").asLong()));
    facts.row("relationships", Console.count(run.path("relationships").asLong()));
    if (run.has("commit")) {
      facts.row("commit", Json.text(run, "commit"));
    }
    JsonNode found = run.path("verification");
    if (!found.isMissingNode()) {
      facts.row("types", Console.count(found.path("types").asLong()));
      facts.row("keyed requests", Console.count(found.path("keyedRequests").asLong()));
      facts.row("differences", Console.count(found.path("differences").asLong()));
    }
    facts.print(console, "  ");
    printDifferences(console, found, maxLines);
  }

  private static void printDifferences(Console console, JsonNode found, int maxLines) {
    List<JsonNode> listed = Json.elements(found, "listed");
    if (listed.isEmpty()) {
      return;
    }
    Table table = new Table("KIND", "ID", "NAME", "PROBLEM", "FIELDS");
    List<JsonNode> shown = listed.subList(0, Math.min(listed.size(), maxLines));
    for (JsonNode difference : shown) {
      table.row(
          Json.text(difference, "kind"),
          Console.printable(Json.text(difference, "key")),
          Console.printable(Json.text(difference, "name")),
          Json.text(difference, "problem"),
          String.join(
              ", ", Json.elements(difference, "fields").stream().map(JsonNode::asText).toList()));
    }
    table.print(console);
    long more = found.path("differences").asLong() - shown.size();
    if (more > 0) {
      console.line("and " + Console.count(more) + " more");
    }
  }
}
