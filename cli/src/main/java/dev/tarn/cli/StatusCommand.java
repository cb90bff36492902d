package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code tarn status}: the branch's stores, how far each has come, and what the catalog holds. */
@Command(
    name = "status",
    description = "Shows the stores with their offsets and lag, the queue, and how much there is.")
final class StatusCommand extends ApiCommand {
  StatusCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    JsonNode status = api.get("/api/v1/status", Api.query());
    if (json()) {
      console.json(status);
      return ExitCode.OK;
    }
    Table facts = new Table("", "");
    facts.row("server", api.server().toString());
    facts.row("tenant", Json.text(status, "tenant"));
    facts.row("branch", Json.text(status, "branch"));
    facts.row("head", Json.text(status, "head"));
    facts.row(
        "queue",
        Console.count(status.path("queuedChanges").asLong())
            + " of "
            + Console.count(status.path("queueCapacity").asLong()));
    facts.row("relationships", Console.count(status.path("relationships").asLong()));
    facts.print(console);
    printStores(console, status);
    printAssets(console, status);
    return ExitCode.OK;
  }

  private static void printStores(Console console, JsonNode status) {
    Table stores = new Table("STORE", "APPLIED", "DURABLE", ">LAG", "STATE");
    for (JsonNode store : Json.elements(status, "stores")) {
      String failure = Json.text(store, "failure");
      stores.row(
          Json.text(store, "name"),
          sequence(Json.text(store, "applied")),
          sequence(Json.text(store, "durable")),
          Console.count(store.path("lagChanges").asLong()),
          failure.isEmpty() ? "ok" : failure);
    }
    if (!stores.isEmpty()) {
      console.line("");
      stores.print(console);
    }
  }

  /** The number is what compares; the hash is in the head and in the JSON. */
  private static String sequence(String commit) {
    int dash = commit.indexOf('-');
    return dash > 0 ? commit.substring(0, dash) : commit;
  }

  private static void printAssets(Console console, JsonNode status) {
    Table counts = new Table("TYPE", ">ASSETS");
    long total = 0;
    for (Map.Entry<String, JsonNode> type : status.path("assetCounts").properties()) {
      counts.row(type.getKey(), Console.count(type.getValue().asLong()));
      total += type.getValue().asLong();
    }
    counts.row("all", Console.count(total));
    console.line("");
    counts.print(console);
  }
}
