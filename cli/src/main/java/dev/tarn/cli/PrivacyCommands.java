package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn privacy}: what is held of a person, and its end. */
final class PrivacyCommands {
  private static final String PATH = "/api/v1/privacy";
  private static final String RUNS = PATH + "/runs";

  private PrivacyCommands() {}

  static CommandLine commandLine(RootCommand root) {
    return new CommandLine(new Group())
        .addSubcommand(new Find(root))
        .addSubcommand(new Pseudonymise(root))
        .addSubcommand(new Erase(root))
        .addSubcommand(new Runs(root))
        .addSubcommand(new Show(root));
  }

  @Command(
      name = "privacy",
      description = "Finds and replaces what is held of a person.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Group extends CommandGroup {}

  /** A command about a person. */
  private abstract static class OfPerson extends ApiCommand {
    @Parameters(
        paramLabel = "PERSON",
        description = "An actor such as user:ada, or the id of a user.")
    String person = "";

    @Option(
        names = "--also",
        paramLabel = "WORDS",
        description = "Another name of theirs, such as \"Ada Byron\". May be repeated.")
    List<String> also = new ArrayList<>();

    OfPerson(RootCommand root) {
      super(root);
    }

    ObjectNode body() {
      ObjectNode body = Json.MAPPER.createObjectNode().put("person", person);
      also.forEach(body.putArray("also")::add);
      return body;
    }

    /** Begins a run, and follows it to its end. */
    ExitCode follow(Api api, Console console, String path) throws InterruptedException {
      JsonNode run = api.post(PATH + path, Api.query(), body());
      String id = Json.text(run, "id");
      try (Progress progress = Progress.ofItems(console, "files", 1)) {
        run =
            ServerRun.watch(
                root(),
                run,
                each -> progress.to(each.path("files").asLong(), each.path("files").asLong()),
                each -> look(api, id, each));
      }
      return shown(console, run, json());
    }
  }

  @Command(
      name = "find",
      description = {
        "Reports all that is held of a person, in every version and on all branches.",
        "Writes nothing. Ctrl-C stops the watching; the run goes on at the server."
      },
      footer = "%nExample: tarn privacy find user:ada --also \"Ada Byron\"")
  private static final class Find extends OfPerson {
    Find(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) throws InterruptedException {
      return follow(api, console, "/find");
    }
  }

  /** A closed tenant's own people are not told how far the run is; operators are. */
  private static JsonNode look(Api api, String id, JsonNode before) {
    try {
      return api.get(RUNS + "/" + Api.segment(id), Api.query());
    } catch (CommandFailure e) {
      if ("tenant-closed".equals(e.code())) {
        return before;
      }
      throw e;
    }
  }

  /** A command that replaces a person. */
  private abstract static class Replacing extends OfPerson {
    @Option(
        names = "--confirm",
        description = "Words that are short, or in many texts, are meant; look at find before.")
    boolean confirm;

    Replacing(RootCommand root) {
      super(root);
    }

    @Override
    ObjectNode body() {
      ObjectNode body = super.body();
      body.put("confirm", confirm);
      return body;
    }
  }

  @Command(
      name = "pseudonymise",
      description = {
        "Replaces a person by a pseudonym, in every version and on all branches.",
        "The tenant answers to nobody meanwhile. After a crash, the same command goes on."
      },
      footer = "%nExample: tarn privacy pseudonymise user:ada --as person-1")
  private static final class Pseudonymise extends Replacing {
    @Option(
        names = "--as",
        paramLabel = "NAME",
        description = "The pseudonym. Default: a random one")
    @Nullable String as;

    Pseudonymise(RootCommand root) {
      super(root);
    }

    @Override
    ObjectNode body() {
      ObjectNode body = super.body();
      if (as != null) {
        body.put("as", as);
      }
      return body;
    }

    @Override
    ExitCode run(Api api, Console console) throws InterruptedException {
      return follow(api, console, "/pseudonymise");
    }
  }

  @Command(
      name = "erase",
      description = {
        "Replaces a person by a random name that is not kept, and deletes the user.",
        "The tenant answers to nobody meanwhile. After a crash, the same command goes on."
      },
      footer = "%nExample: tarn privacy erase user:ada --also \"Ada Byron\"")
  private static final class Erase extends Replacing {
    Erase(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) throws InterruptedException {
      return follow(api, console, "/erase");
    }
  }

  @Command(name = "runs", description = "Lists the runs about persons since the server's start.")
  private static final class Runs extends ApiCommand {
    Runs(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      Table table = new Table("ID", "STARTED", "STATUS", "PHASE");
      for (JsonNode run : Json.elements(api.get(RUNS, Api.query()), "items")) {
        if (json()) {
          console.json(run);
        } else {
          table.row(
              Json.text(run, "id"),
              Json.text(run, "startedAt"),
              Json.text(run, "status"),
              Json.text(run, "phase"));
        }
      }
      if (!json()) {
        table.print(console, "");
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Shows a run about a person: how far it is, its report.")
  private static final class Show extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "Of the run.")
    String id = "";

    Show(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      return shown(console, api.get(RUNS + "/" + Api.segment(id), Api.query()), json());
    }
  }

  private static ExitCode shown(Console console, JsonNode run, boolean json) {
    if (json) {
      console.json(run);
    } else {
      print(console, run);
    }
    return ServerRun.exitCode(run);
  }

  private static void print(Console console, JsonNode run) {
    ServerRun.printStatus(console, run);
    if (run.has("replaced")) {
      printReplaced(console, run.path("replaced"));
    }
    JsonNode found = run.path("found");
    if (found.isMissingNode()) {
      return;
    }
    List<String> words = new ArrayList<>();
    found.path("words").forEach(word -> words.add(Console.printable(word.asText())));
    console.line("looked for: " + String.join(", ", words));
    printPlaces(console, found.path("places"));
    console.line(
        "%s values to replace, %s that would stay, in %s files"
            .formatted(
                Console.count(found.path("replaceable").asLong()),
                Console.count(found.path("kept").asLong()),
                Console.count(found.path("files").asLong())));
  }

  private static void printReplaced(Console console, JsonNode replaced) {
    String pseudonym = Json.text(replaced, "pseudonym");
    if (!pseudonym.isEmpty()) {
      console.line("now called: " + Console.printable(pseudonym));
    }
    console.line(
        "%s files rewritten, %s of them not of the same length; read %s times"
            .formatted(
                Console.count(replaced.path("files").asLong()),
                Console.count(replaced.path("resized").asLong()),
                Console.count(replaced.path("passes").asLong())));
    printPlaces(console, replaced.path("left"));
    printPlaces(console, replaced.path("kept"));
    console.line("found: " + Console.count(replaced.path("found").asLong()));
  }

  private static void printPlaces(Console console, JsonNode places) {
    if (places.isEmpty()) {
      return;
    }
    Table table = new Table("PLACE", ">VALUES", "STAYS", "SUCH AS");
    for (JsonNode place : places) {
      table.row(
          Json.text(place, "place"),
          Console.count(place.path("count").asLong()),
          place.path("isReplaced").asBoolean() ? "" : "yes",
          Console.printable(place.path("samples").path(0).asText()));
    }
    table.print(console, "");
  }
}
