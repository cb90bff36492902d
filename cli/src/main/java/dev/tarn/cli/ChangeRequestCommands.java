package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn change-request}: branches that are to be merged, and what others say of them. */
final class ChangeRequestCommands {
  private static final String REQUESTS = "/api/v1/change-requests";

  private ChangeRequestCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new Create(root))
        .addSubcommand(new ListOpen(root))
        .addSubcommand(new Show(root))
        .addSubcommand(new Comment(root))
        .addSubcommand(new Review(root))
        .addSubcommand(new Check(root))
        .addSubcommand(new MergeRequested(root))
        .addSubcommand(new Close(root));
  }

  @Command(
      name = "change-request",
      description = "Proposes, reviews, checks and merges what a branch has changed.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  /** Which branch is to have the changes. */
  static final class Target {
    @Option(
        names = "--into",
        paramLabel = "BRANCH",
        defaultValue = "main",
        description = "The branch that is to have the changes. Default: ${DEFAULT-VALUE}")
    String branch = "main";

    Api.Query query() {
      return Api.query().with("target", branch);
    }
  }

  /** A command about one change request. */
  private abstract static class Named extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Such as cleanup-1.")
    String name = "";

    @Mixin Target target = new Target();

    Named(RootCommand root) {
      super(root);
    }

    /** Posts, and shows the change request as it is then. */
    ExitCode post(Api api, Console console, String path, @Nullable JsonNode body) {
      JsonNode answer = api.write("POST", path(name) + path, target.query(), null, null, body);
      ChangeRequestText.print(console, answer, json());
      return ExitCode.OK;
    }
  }

  private static String path(String name) {
    return REQUESTS + "/" + Api.segment(name);
  }

  @Command(name = "create", description = "Proposes to merge a branch.")
  private static final class Create extends ApiCommand {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "BRANCH",
        description = "The branch with the changes. Default: the one one is on.")
    @Nullable String source;

    @Mixin Target target = new Target();

    @Option(
        names = {"-t", "--title"},
        paramLabel = "TEXT",
        required = true,
        description = "What it is about, in a line.")
    String title = "";

    @Option(
        names = {"-d", "--description"},
        paramLabel = "TEXT",
        description = "What it is about, in Markdown.")
    @Nullable String description;

    @Option(
        names = "--reviewers",
        paramLabel = "NAMES",
        split = ",",
        description = "Who is asked, such as user:alice,user:bob.")
    @Nullable List<String> reviewers;

    Create(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body =
          Json.MAPPER
              .createObjectNode()
              .put("source", source == null ? root().branchName() : source)
              .put("title", title);
      if (description != null) {
        body.put("description", description);
      }
      if (reviewers != null) {
        ArrayNode names = body.putArray("reviewers");
        reviewers.forEach(names::add);
      }
      JsonNode answer = api.write("POST", REQUESTS, target.query(), null, null, body);
      ChangeRequestText.print(console, answer, json());
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "Lists the change requests for a branch.")
  private static final class ListOpen extends ApiCommand {
    @Mixin Target target = new Target();

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description =
            "open, approved, changes-requested, merged, closed or all. Default: what is not over.")
    @Nullable String state;

    ListOpen(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      Table table = new Table("NAME", "STATE", "AUTHOR", "REVIEWERS", "UPDATED", "TITLE");
      String cursor = null;
      do {
        JsonNode page =
            api.getOfPoints(REQUESTS, target.query().with("state", state).with("cursor", cursor));
        if (json()) {
          Json.elements(page, "items").forEach(console::json);
        }
        for (JsonNode item : Json.elements(page, "items")) {
          table.row(
              Json.text(item, "name"),
              Json.text(item, "state"),
              Json.text(item, "author"),
              ChangeRequestText.names(item, "reviewers"),
              Json.text(item, "updatedAt"),
              Json.text(item, "title"));
        }
        String next = Json.text(page, "next");
        cursor = next.isEmpty() ? null : next;
      } while (cursor != null);
      if (!json() && !table.isEmpty()) {
        table.print(console);
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Shows a change request, and how it stands.")
  private static final class Show extends Named {
    Show(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ChangeRequestText.print(console, api.getOfPoints(path(name), target.query()), json());
      return ExitCode.OK;
    }
  }

  @Command(name = "comment", description = "Says something of a change request.")
  private static final class Comment extends Named {
    @Parameters(index = "1", paramLabel = "TEXT", description = "In Markdown.")
    String text = "";

    Comment(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("text", text);
      return post(api, console, "/comments", body);
    }
  }

  @Command(
      name = "review",
      description = {
        "Approves a change request, or asks for changes.",
        "An approval is of the branch as it is: after a newer commit it does not count."
      })
  private static final class Review extends Named {
    @ArgGroup(multiplicity = "1")
    Verdict verdict = new Verdict();

    @Option(
        names = {"-m", "--message"},
        paramLabel = "TEXT",
        description = "Why.")
    @Nullable String message;

    @Option(
        names = "--commit",
        paramLabel = "COMMIT",
        description = "The commit of the branch that was looked at. Default: the newest")
    @Nullable String commit;

    /** One of two. */
    static final class Verdict {
      @Option(names = "--approve", description = "It may be merged.")
      boolean approves;

      @Option(names = "--request-changes", description = "It may not, as it is.")
      boolean wantsChanges;

      String code() {
        return approves && !wantsChanges ? "approve" : "request-changes";
      }
    }

    Review(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("verdict", verdict.code());
      if (message != null) {
        body.put("text", message);
      }
      if (commit != null) {
        body.put("commit", commit);
      }
      return post(api, console, "/reviews", body);
    }
  }

  @Command(
      name = "check",
      description = "Runs checks on what a change request brings; fails if one finds something.")
  private static final class Check extends Named {
    @Option(
        names = "--only",
        paramLabel = "NAMES",
        split = ",",
        description = "Only these, such as owner-set.")
    @Nullable List<String> only;

    Check(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      if (only != null) {
        ArrayNode names = body.putArray("checks");
        only.forEach(names::add);
      }
      JsonNode answer =
          api.upload(
              path(name) + "/checks",
              target.query(),
              "application/json",
              BodyPublishers.ofString(body.toString()));
      if (json()) {
        console.json(answer);
      } else {
        ChangeRequestText.checks(console, answer);
      }
      return Json.elements(answer, "checks").stream()
              .filter(check -> only == null || only.contains(Json.text(check, "check")))
              .allMatch(check -> check.path("passed").asBoolean())
          ? ExitCode.OK
          : ExitCode.PARTIAL;
    }
  }

  @Command(
      name = "merge",
      description = {
        "Merges a change request, in one commit or not at all.",
        "Refused without the approvals and checks that the branch wants."
      })
  private static final class MergeRequested extends MergeCommands.Merging {
    @Parameters(index = "0", paramLabel = "NAME", description = "Such as cleanup-1.")
    String name = "";

    @Mixin Target target = new Target();

    MergeRequested(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer = api.merge(path(name) + "/merge", target.query(), reason, body());
      return print(console, answer, "merged " + name + " into " + target.branch);
    }
  }

  @Command(name = "close", description = "Closes a change request that is not to be merged.")
  private static final class Close extends Named {
    Close(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return post(api, console, "/close", null);
    }
  }
}
