package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn access}: who may do what, and why. */
final class AccessCommands {
  private static final String PATH = "/api/v1/access";

  private AccessCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new Me(root))
        .addSubcommand(new Explain(root))
        .addSubcommand(new Simulate(root));
  }

  @Command(
      name = "access",
      description = "Says who may do what, and why.",
      subcommands = {},
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(name = "me", description = "Says who you are to the server, and what you may do.")
  private static final class Me extends ApiCommand {
    Me(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode me = api.get(PATH + "/me", Api.query());
      if (json()) {
        console.json(me);
        return ExitCode.OK;
      }
      String tenant = me.has("tenant") ? " of tenant " + Json.text(me, "tenant") : "";
      console.line(
          Console.printable(Json.text(me, "actor"))
              + tenant
              + ", signed in by "
              + Json.text(me, "credential"));
      Table table = new Table("PERMISSION", "ASSETS");
      me.path("permissions")
          .properties()
          .forEach(entry -> table.row(entry.getKey(), entry.getValue().asText()));
      table.print(console);
      return ExitCode.OK;
    }
  }

  @Command(
      name = "explain",
      description = "Says why somebody may do something, or may not.",
      footer = "%nExample: tarn access explain read-assets table:lake.orders --actor user:alice")
  private static final class Explain extends ApiCommand {
    @Parameters(index = "0", paramLabel = "ACTION", description = "Such as read-assets.")
    String action = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "ASSET",
        description = "An id, or a type and a qualified name.")
    @Nullable String asset;

    @Option(
        names = "--actor",
        paramLabel = "NAME",
        description = "Whose permissions; without, your own.")
    @Nullable String actor;

    Explain(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer =
          api.get(
              PATH + "/explain",
              Api.query().with("action", action).with("actor", actor).with("asset", asset));
      if (json()) {
        console.json(answer);
      } else {
        answer.path("lines").forEach(line -> console.line(Console.printable(line.asText())));
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "simulate",
      description = "Says who would gain and who would lose what if the branch were merged.",
      footer = "%nExample: tarn access simulate --branch new-rules")
  private static final class Simulate extends ApiCommand {
    Simulate(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer = api.get(PATH + "/simulate", Api.query());
      if (json()) {
        console.json(answer);
        return ExitCode.OK;
      }
      if (answer.path("effects").isEmpty()) {
        console.line("nobody gains or loses anything");
        return ExitCode.OK;
      }
      Table table = new Table("WHO", "PERMISSION", "GAINS", "LOSES", "SUCH AS");
      for (JsonNode effect : answer.path("effects")) {
        JsonNode names =
            effect.path("gained").path("count").asLong() > 0
                ? effect.path("gained").path("names")
                : effect.path("lost").path("names");
        table.row(
            Console.printable(Json.text(effect, "actor")),
            Json.text(effect, "action"),
            Console.count(effect.path("gained").path("count").asLong()),
            Console.count(effect.path("lost").path("count").asLong()),
            names.isEmpty() ? "" : Console.printable(names.path(0).asText()));
      }
      table.print(console);
      return ExitCode.OK;
    }
  }
}
