package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tarn branch} and {@code tarn tag}: names for lines and points of the catalog's history.
 */
final class BranchCommands {
  private static final String BRANCHES = "/api/v1/branches";
  private static final String TAGS = "/api/v1/tags";

  private BranchCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new CreateBranch(root))
        .addSubcommand(new ListBranches(root))
        .addSubcommand(new CreateTag(root));
  }

  @Command(
      name = "branch",
      description = "Creates and lists branches of the catalog, and tags its commits.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(
      name = "create",
      description = "Creates a branch; nothing is copied. Starts from main, or see --from.")
  private static final class CreateBranch extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-'.")
    String name = "";

    @Option(names = "--from", paramLabel = "BRANCH", description = "Start from this branch.")
    @Nullable String from;

    CreateBranch(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return create(api, console, json(), BRANCHES, "branch", body(name, from, root().at));
    }
  }

  @Command(name = "tag", description = "Names the branch's newest commit, or the one of --at.")
  private static final class CreateTag extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-'.")
    String name = "";

    CreateTag(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return create(api, console, json(), TAGS, "tag", body(name, null, root().at));
    }
  }

  @Command(name = "list", description = "Lists the tenant's branches.")
  private static final class ListBranches extends ApiCommand {
    ListBranches(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer = api.get(BRANCHES, Api.query());
      if (json()) {
        console.json(answer);
      } else {
        CommandGroup.printNames(console, answer);
      }
      return ExitCode.OK;
    }
  }

  private static ObjectNode body(String name, @Nullable String from, @Nullable String at) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", name);
    if (from != null) {
      body.put("from", from);
    }
    if (at != null) {
      body.put("at", at);
    }
    return body;
  }

  private static ExitCode create(
      Api api, Console console, boolean json, String path, String what, ObjectNode body) {
    JsonNode answer = api.post(path, Api.query(), body);
    if (json) {
      console.json(answer);
    } else {
      console.line(
          "created " + what + " " + Json.text(body, "name") + " at " + Json.text(answer, "commit"));
    }
    return ExitCode.OK;
  }
}
