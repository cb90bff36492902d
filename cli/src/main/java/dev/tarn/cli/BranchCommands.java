package dev.tarn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.cli.References.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn branch}: lines of the catalog's history. */
final class BranchCommands {
  private BranchCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new CreateBranch(root))
        .addSubcommand(new ListBranches(root))
        .addSubcommand(new SwitchBranch(root))
        .addSubcommand(new DiffCommand(root))
        .addSubcommand(new MergeCommands.Merge(root))
        .addSubcommand(new MergeCommands.Revert(root))
        .addSubcommand(new RenameBranch(root))
        .addSubcommand(new ProtectBranch(root))
        .addSubcommand(new UnprotectBranch(root))
        .addSubcommand(new DeleteBranch(root));
  }

  @Command(
      name = "branch",
      description =
          "Creates, lists, switches, compares, merges, renames, protects and deletes branches.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(
      name = "create",
      description =
          "Creates a branch; nothing is copied. Starts from the branch one is on, or see --from; at"
              + " its newest commit, or see --at.")
  private static final class CreateBranch extends References.Create {
    @Option(names = "--from", paramLabel = "BRANCH", description = "Start from this branch.")
    @Nullable String from;

    CreateBranch(RootCommand root) {
      super(root, Kind.BRANCH);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return create(api, console, from);
    }
  }

  @Command(name = "list", description = "Lists the tenant's branches.")
  private static final class ListBranches extends ApiCommand {
    ListBranches(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return References.list(api, console, json(), Kind.BRANCH);
    }
  }

  @Command(
      name = "switch",
      description = "Makes a branch the one that later commands are about, unless --branch is.")
  private static final class SwitchBranch extends References.Named {
    SwitchBranch(RootCommand root) {
      super(root, Kind.BRANCH);
    }

    @Override
    ExitCode run(Api api, Console console) {
      var branch = api.get(kind().path(name), Api.query());
      root().currentBranch().choose(name);
      return done(console, branch, "on branch " + name);
    }
  }

  @Command(name = "rename", description = "Gives a branch another name.")
  private static final class RenameBranch extends References.Named {
    @Parameters(index = "1", paramLabel = "NEW", description = "The new name.")
    String newName = "";

    RenameBranch(RootCommand root) {
      super(root, Kind.BRANCH);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("name", newName);
      ExitCode done = patch(api, console, body, "renamed branch " + name + " to " + newName);
      if (name.equals(root().currentBranch().name())) {
        root().currentBranch().choose(newName);
      }
      return done;
    }
  }

  @Command(
      name = "protect",
      description = {
        "Keeps a branch from being deleted and renamed, and says what it asks for before it is"
            + " changed. What is not said stays as it is."
      })
  private static final class ProtectBranch extends References.Named {
    @Option(
        names = "--approvals",
        paramLabel = "N",
        description = "Approvals that a change request needs before it is merged; 0 for none.")
    @Nullable Integer approvals;

    @Option(
        names = "--checks",
        paramLabel = "NAMES",
        split = ",",
        description = "Checks that a merge has to pass, such as owner-set; '' for none.")
    @Nullable List<String> checks;

    @Option(
        names = "--require-change-request",
        negatable = true,
        description = "Whether it is changed by merging change requests only.")
    @Nullable Boolean requiresChangeRequest;

    ProtectBranch(RootCommand root) {
      super(root, Kind.BRANCH);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("protected", true);
      if (approvals != null) {
        body.put("requiredApprovals", approvals);
      }
      if (checks != null) {
        ArrayNode names = body.putArray("requiredChecks");
        checks.stream().filter(check -> !check.isBlank()).forEach(names::add);
      }
      if (requiresChangeRequest != null) {
        body.put("requiresChangeRequest", requiresChangeRequest);
      }
      return patch(api, console, body, "protected branch " + name);
    }
  }

  @Command(name = "unprotect", description = "Lets a branch be deleted and renamed again.")
  private static final class UnprotectBranch extends References.Named {
    UnprotectBranch(RootCommand root) {
      super(root, Kind.BRANCH);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode().put("protected", false);
      return patch(api, console, body, "unprotected branch " + name);
    }
  }

  @Command(
      name = "delete",
      description = "Deletes a branch, unless it is protected, or tags are on it; see --with-tags.")
  private static final class DeleteBranch extends References.Named {
    @Option(names = "--with-tags", description = "Delete the tags that are on it first.")
    boolean withTags;

    DeleteBranch(RootCommand root) {
      super(root, Kind.BRANCH);
    }

    @Override
    ExitCode run(Api api, Console console) {
      Api.Query query = withTags ? Api.query().with("withTags", true) : Api.query();
      var answer = api.write("DELETE", kind().path(name), query, null, null, null);
      root().currentBranch().forget(name);
      return done(console, answer, "deleted branch " + name);
    }
  }
}
