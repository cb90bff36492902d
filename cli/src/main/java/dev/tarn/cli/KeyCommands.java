package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn key}: keys of programs. */
final class KeyCommands {
  private static final String PATH = "/api/v1/keys";

  private KeyCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new CreateKey(root))
        .addSubcommand(new ListKeys(root))
        .addSubcommand(new RotateKey(root))
        .addSubcommand(new RevokeKey(root));
  }

  @Command(
      name = "key",
      description = "Creates, lists, rotates and revokes keys of programs.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  @Command(
      name = "create",
      description = "Creates a key and prints it, this once.",
      sortOptions = false)
  private static final class CreateKey extends ApiCommand {
    @Option(
        names = "--actor",
        paramLabel = "ACTOR",
        description = "Who signs in with it: service:<name> or user:<name>. Default: yourself.")
    @Nullable String actor;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "A role that it brings, beside those of the actor. May be repeated.")
    List<String> roles = List.of();

    @Option(
        names = "--scope",
        paramLabel = "ACTION",
        description =
            "An action that it is good for, such as read-assets. May be repeated."
                + " Default: all.")
    List<String> scopes = List.of();

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        description = "When it ends, such as P90D or PT12H. Default: never.")
    @Nullable String expiresIn;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    @Nullable String description;

    CreateKey(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      if (actor != null) {
        body.put("actor", actor);
      }
      if (description != null) {
        body.put("description", description);
      }
      roles.forEach(body.putArray("roles")::add);
      scopes.forEach(body.putArray("scopes")::add);
      if (expiresIn != null) {
        body.put("expiresAt", Instant.now().plus(duration(expiresIn)).toString());
      }
      return show(console, json(), api.post(PATH, Api.query(), body));
    }
  }

  private static ExitCode show(Console console, boolean json, JsonNode answer) {
    if (json) {
      console.json(answer);
    } else {
      console.line(Json.text(answer, "key"));
      console.note("the key " + Json.text(answer, "id") + ", shown this once");
    }
    return ExitCode.OK;
  }

  @Command(name = "list", description = "Lists your keys, or those of the tenant.")
  private static final class ListKeys extends ApiCommand {
    @Option(names = "--all", description = "The keys of all; for those who manage access.")
    boolean all;

    ListKeys(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      JsonNode answer = api.get(PATH, Api.query().with("all", all ? "true" : null));
      if (json()) {
        console.json(answer);
        return ExitCode.OK;
      }
      Table table =
          new Table("id", "actor", "roles", "scopes", "state", "last used", "description");
      for (JsonNode key : Json.elements(answer, "items")) {
        table.row(
            Json.text(key, "id"),
            Json.text(key, "actor"),
            SignInCommands.words(Json.elements(key, "roles"), "-"),
            SignInCommands.words(Json.elements(key, "scopes"), "all"),
            state(key),
            key.has("lastUsedAt") ? Json.text(key, "lastUsedAt") : "never",
            Json.text(key, "description"));
      }
      table.print(console);
      return ExitCode.OK;
    }

    private static String state(JsonNode key) {
      if (key.has("revokedAt")) {
        return "revoked";
      }
      String end = Json.text(key, "expiresAt");
      if (end.isEmpty()) {
        return "good";
      }
      return (Instant.parse(end).isAfter(Instant.now()) ? "good until " : "expired ") + end;
    }
  }

  @Command(name = "rotate", description = "Gives a key another text and prints it, this once.")
  private static final class RotateKey extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "The key, as 'tarn key list' names it.")
    String id = "";

    @Option(
        names = "--overlap",
        paramLabel = "DURATION",
        description = "How long the old text stays good, such as PT24H. Default: not at all.")
    @Nullable String overlap;

    RotateKey(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      if (overlap != null) {
        body.put("overlap", duration(overlap).toString());
      }
      return show(
          console, json(), api.post(PATH + "/" + Api.segment(id) + "/rotate", Api.query(), body));
    }
  }

  @Command(name = "revoke", description = "Revokes a key, at once.")
  private static final class RevokeKey extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "The key, as 'tarn key list' names it.")
    String id = "";

    RevokeKey(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      var unused = api.write("DELETE", PATH + "/" + Api.segment(id), Api.query(), null, null, null);
      if (json()) {
        console.json(Json.MAPPER.createObjectNode().put("revoked", id));
      } else {
        console.line("revoked key " + id);
      }
      return ExitCode.OK;
    }
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + text + "' is not a duration; one is P90D or PT12H", e);
    }
  }
}
