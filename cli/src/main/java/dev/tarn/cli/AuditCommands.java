package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tarn audit}: who was refused what, and who did what only few may. */
final class AuditCommands {
  private static final String PATH = "/api/v1/audit";
  private static final int PAGE = 1_000;

  private AuditCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new ListEvents(root))
        .addSubcommand(new Verify(root))
        .addSubcommand(new Export(root));
  }

  @Command(
      name = "audit",
      description = "Shows, checks and exports the audit.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  /** A command about a chain. */
  private abstract static class OfChain extends ApiCommand {
    @Option(
        names = "--installation",
        description =
            "Of what belongs to no tenant, such as sign-in that failed, in place of the tenant's.")
    boolean installation;

    OfChain(RootCommand root) {
      super(root);
    }

    Api.Query query() {
      return Api.query().with("installation", installation ? "true" : null);
    }
  }

  /** A command about a time. */
  private abstract static class OfTime extends OfChain {
    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "The earliest time, such as 2026-01-31T12:00:00Z.")
    @Nullable String from;

    @Option(
        names = "--to",
        paramLabel = "TIME",
        description = "The time before which the events are.")
    @Nullable String to;

    OfTime(RootCommand root) {
      super(root);
    }

    @Override
    Api.Query query() {
      return super.query().with("from", from).with("to", to);
    }
  }

  @Command(name = "list", description = "Lists events, the oldest first.")
  private static final class ListEvents extends OfTime {
    @Option(names = "--actor", paramLabel = "ACTOR", description = "Of this actor only.")
    @Nullable String actor;

    @Option(
        names = "--action",
        paramLabel = "ACTION",
        description = "Of this action only, such as manage-branches.")
    @Nullable String action;

    @Option(
        names = "--decision",
        paramLabel = "DECISION",
        description = "Only what was allowed, or denied.")
    @Nullable String decision;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "At most so many. Default: 100")
    int limit;

    ListEvents(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      Table table = new Table(">NUMBER", "TIME", "ACTOR", "ADDRESS", "DECISION", "ACTION", "OF");
      int left = limit;
      String cursor = null;
      do {
        JsonNode page =
            api.get(
                PATH,
                query()
                    .with("actor", actor)
                    .with("action", action)
                    .with("decision", decision)
                    .with("cursor", cursor)
                    .with("limit", Math.min(left, PAGE)));
        for (JsonNode event : Json.elements(page, "items")) {
          left--;
          if (json()) {
            console.json(event);
          } else {
            table.row(
                Json.text(event, "number"),
                Json.text(event, "time"),
                Json.text(event, "actor"),
                Json.text(event, "address"),
                Json.text(event, "decision"),
                Json.text(event, "action"),
                Json.text(event, "resource"));
          }
        }
        cursor = Json.text(page, "next");
      } while (left > 0 && !cursor.isEmpty());
      if (!table.isEmpty()) {
        table.print(console);
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Looks whether the audit and the logs of all branches, or of --branch, are what was"
            + " written.",
        "Says the first event, or change, that does not hold, and ends with 1 then."
      })
  private static final class Verify extends OfChain {
    Verify(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode found = api.get(PATH + "/verification", query());
      boolean holds = found.path("holds").asBoolean();
      tell(console, found, holds);
      if (!installation) {
        for (String name : branches(api)) {
          holds &= verifyLog(api, console, name);
        }
      }
      return holds ? ExitCode.OK : ExitCode.FAILED;
    }

    private void tell(Console console, JsonNode found, boolean holds) {
      if (json()) {
        console.json(found);
      } else if (holds) {
        console.line(
            "the audit holds: "
                + Console.count(found.path("checked").asLong())
                + " events, from number "
                + found.path("firstKept").asLong());
      } else {
        console.line(
            "the audit does not hold at number "
                + found.path("brokenAt").asLong()
                + ": "
                + Console.printable(Json.text(found, "problem")));
      }
    }

    private List<String> branches(Api api) {
      String chosen = root().branch;
      if (chosen != null) {
        return List.of(chosen);
      }
      List<String> names = new ArrayList<>();
      for (JsonNode branch :
          Json.elements(api.get(References.Kind.BRANCH.path(), Api.query()), "items")) {
        names.add(Json.text(branch, "name"));
      }
      return names;
    }

    private boolean verifyLog(Api api, Console console, String name) {
      JsonNode[] last = new JsonNode[1];
      try (Progress progress = Progress.ofItems(console, "changes of " + name, 1)) {
        api.onBranch(name)
            .answerLines(
                PATH + "/verification/log",
                Api.query(),
                line -> {
                  last[0] = Json.parse(line);
                  long checked = last[0].path("checked").asLong();
                  progress.to(checked, checked);
                });
      }
      JsonNode found = last[0];
      if (found == null || !found.has("holds")) {
        throw new CommandFailure(
            ExitCode.FAILED, "the log of " + name + " could not be read to its end");
      }
      boolean holds = found.path("holds").asBoolean();
      if (json()) {
        console.json(((ObjectNode) found).put("branch", name));
      } else if (holds) {
        console.line("the log of " + name + " holds: " + chained(found));
      } else {
        console.line(
            "the log of "
                + name
                + " does not hold at change "
                + found.path("brokenAt").asLong()
                + ": "
                + Console.printable(Json.text(found, "problem")));
      }
      return holds;
    }

    private static String chained(JsonNode found) {
      long first = found.path("firstChained").asLong();
      String changes = Console.count(found.path("checked").asLong()) + " changes";
      return first == 1
          ? changes
          : changes + (first == 0 ? ", none with a hash" : ", with hashes from " + first + " on");
    }
  }

  @Command(
      name = "export",
      description = "Prints events, one a line, for a program that watches over security.")
  private static final class Export extends OfTime {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "ocsf",
        description =
            "ocsf (Open Cybersecurity Schema Framework) or cef (Common Event Format)."
                + " Default: ocsf")
    String format = "";

    Export(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      api.answerLines(PATH + "/export", query().with("format", format), console::line);
      return ExitCode.OK;
    }
  }
}
