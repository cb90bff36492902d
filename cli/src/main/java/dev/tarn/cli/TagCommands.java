package dev.tarn.cli;

import dev.tarn.cli.References.Kind;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tarn tag}: names for commits of the catalog. */
final class TagCommands {
  private TagCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new CreateTag(root))
        .addSubcommand(new ListTags(root))
        .addSubcommand(new DeleteTag(root));
  }

  @Command(
      name = "tag",
      description = "Creates, lists and deletes tags: names for commits.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(name = "create", description = "Names the branch's newest commit, or the one of --at.")
  private static final class CreateTag extends References.Create {
    CreateTag(RootCommand root) {
      super(root, Kind.TAG);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return create(api, console, null);
    }
  }

  @Command(name = "list", description = "Lists the tenant's tags.")
  private static final class ListTags extends ApiCommand {
    ListTags(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return References.list(api, console, json(), Kind.TAG);
    }
  }

  @Command(name = "delete", description = "Deletes a tag, unless it is protected.")
  private static final class DeleteTag extends References.Named {
    DeleteTag(RootCommand root) {
      super(root, Kind.TAG);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return done(
          console,
          api.write("DELETE", kind().path(name), Api.query(), null, null, null),
          "deleted tag " + name);
    }
  }
}
