package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code tarn login}, {@code logout} and {@code whoami}. */
final class SignInCommands {
  static final String PRINCIPAL = "/api/v1/principal";

  private SignInCommands() {}

  @Command(
      name = "login",
      description = {
        "Keeps a key for the server, in ~/.tarn/keys.json, for you only.",
        "The key is asked for, or read from the standard input; it is no argument."
      })
  static final class Login extends ApiCommand {
    Login(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) throws IOException {
      String key = ServerKeys.wellFormed(ask(console), "the input");
      try (Api other = api.with(key)) {
        JsonNode principal = other.get(PRINCIPAL, Api.query());
        root().keys().keep(key);
        print(console, json(), principal);
      }
      return ExitCode.OK;
    }

    private static String ask(Console console) throws IOException {
      Optional<java.io.Console> terminal =
          console.errIsTerminal() ? Optional.ofNullable(System.console()) : Optional.empty();
      if (terminal.isPresent()) {
        char[] typed = terminal.get().readPassword("key: ");
        return typed == null ? "" : new String(typed).strip();
      }
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line.strip();
    }
  }

  @Command(name = "logout", description = "Forgets the key that is kept for the server.")
  static final class Logout extends ApiCommand {
    Logout(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      console.note(
          root().keys().forget()
              ? "forgot the key for " + api.server()
              : "no key is kept for " + api.server());
      return ExitCode.OK;
    }
  }

  @Command(name = "whoami", description = "Says who you are to the server, and how.")
  static final class WhoAmI extends ApiCommand {
    WhoAmI(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      print(console, json(), api.get(PRINCIPAL, Api.query()));
      return ExitCode.OK;
    }
  }

  private static void print(Console console, boolean json, JsonNode principal) {
    if (json) {
      console.json(principal);
      return;
    }
    String tenant = Json.text(principal, "tenant");
    Table table = new Table("", "");
    table.row("actor", Json.text(principal, "actor"));
    table.row("tenant", tenant.isEmpty() ? "all" : tenant);
    table.row("roles", words(Json.elements(principal, "roles"), "those that the tenant gives"));
    table.row("scopes", words(Json.elements(principal, "scopes"), "all"));
    table.row(
        "signed in with",
        (Json.text(principal, "credential") + " " + Json.text(principal, "credentialId")).strip());
    table.print(console);
  }

  static String words(List<JsonNode> texts, String none) {
    return texts.isEmpty()
        ? none
        : texts.stream().map(JsonNode::asText).collect(Collectors.joining(" "));
  }
}
