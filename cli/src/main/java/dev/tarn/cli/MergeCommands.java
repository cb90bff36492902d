package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn branch merge} and {@code tarn branch revert}. */
final class MergeCommands {
  private MergeCommands() {}

  /** What both share: how conflicts are resolved, and what is said of the outcome. */
  abstract static class Merging extends ApiCommand {
    @Option(
        names = "--strategy",
        paramLabel = "STRATEGY",
        description =
            "What to do where both have changed the same: fail, ours (what is there stays), theirs"
                + " (what comes counts) or newest (what was written last). Default: fail")
    @Nullable String strategy;

    @Option(
        names = "--choose",
        paramLabel = "CONFLICT=SIDE",
        description = "Resolves one conflict, by its id: ours or theirs. May be repeated.")
    Map<String, String> choices = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Only say what would happen.")
    boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    @Nullable String reason;

    Merging(RootCommand root) {
      super(root);
    }

    ObjectNode body() {
      ObjectNode body = Json.MAPPER.createObjectNode().put("dryRun", dryRun);
      if (strategy != null) {
        body.put("strategy", strategy);
      }
      ObjectNode chosen = body.putObject("choices");
      choices.forEach(chosen::put);
      return body;
    }

    ExitCode print(Console console, JsonNode answer, String done) {
      return MergeText.print(console, json(), answer, done);
    }
  }

  @Command(
      name = "merge",
      description = {
        "Takes over into a branch what BRANCH has changed, in one commit or not at all.",
        "Different fields of one asset are put together; where both have changed the same, nothing"
            + " is merged until it is resolved."
      })
  static final class Merge extends Merging {
    @Parameters(index = "0", paramLabel = "BRANCH", description = "The branch with the changes.")
    String name = "";

    @Option(
        names = "--into",
        paramLabel = "BRANCH",
        description = "The branch that is to have them. Default: the one one is on, or else main.")
    @Nullable String into;

    Merge(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      String target =
          into != null
              ? into
              : root().branchName().equals(name) ? CurrentBranch.MAIN : root().branchName();
      ObjectNode body = body().put("into", target);
      String path = References.Kind.BRANCH.path(name) + "/merge";
      return print(
          console,
          api.merge(path, Api.query(), reason, body),
          "merged " + name + " into " + target);
    }
  }

  @Command(
      name = "revert",
      description = {
        "Takes back what a commit of the branch has changed, in a new commit; also a merge.",
        "What was changed since then stays; where that is the same field, it is a conflict."
      })
  static final class Revert extends Merging {
    @Parameters(index = "0", paramLabel = "COMMIT", description = "As 'tarn history' shows it.")
    String commit = "";

    Revert(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = body().put("commit", commit);
      String path = References.Kind.BRANCH.path(root().branchName()) + "/revert";
      return print(console, api.merge(path, Api.query(), reason, body), "took back " + commit);
    }
  }
}
