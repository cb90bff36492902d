package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change one asset. */
final class WriteCommands {
  private static final String ASSETS = "/api/v1/assets";
  private static final String FIELDS =
      "field=text, field= (clear), field:=json, tags+=tag:pii, tags-=tag:pii, attributes.name=text";

  private WriteCommands() {}

  /** What the commands share: the expected version, the reason and the answer. */
  abstract static class Write extends ApiCommand {
    @Option(
        names = "--if-version",
        paramLabel = "N",
        description = "Only if this is the asset's version; otherwise exit code 4.")
    @Nullable Long ifVersion;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why, in your words; kept in the history.")
    @Nullable String reason;

    Write(RootCommand root) {
      super(root);
    }

    ExitCode print(Console console, String name, JsonNode answer) {
      if (json()) {
        console.json(answer);
        return ExitCode.OK;
      }
      console.line(
          Json.text(answer, "outcome")
              + " "
              + Console.printable(name)
              + ", version "
              + Json.text(answer, "version")
              + ", commit "
              + Json.text(answer, "commit"));
      return ExitCode.OK;
    }
  }

  /** {@code tarn put}: create an asset, or set fields of it. */
  @Command(name = "put", description = "Creates an asset, or sets fields of the one there is.")
  static final class Put extends Write {
    @Parameters(
        paramLabel = "TYPE:QUALIFIEDNAME",
        description = "Such as table:shop.public.orders.")
    String name = "";

    @Parameters(index = "1..*", paramLabel = "FIELD", description = FIELDS)
    List<String> fields = List.of();

    Put(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      int colon = name.indexOf(':');
      if (colon <= 0 || colon == name.length() - 1) {
        throw new CommandFailure(ExitCode.USAGE, "'" + name + "' is not type:qualifiedName");
      }
      ObjectNode body = Json.MAPPER.createObjectNode();
      body.put("type", name.substring(0, colon));
      body.put("qualifiedName", name.substring(colon + 1));
      body.setAll(FieldAssignments.parse(fields));
      return print(console, name, api.write("POST", ASSETS, Api.query(), ifVersion, reason, body));
    }
  }

  /** {@code tarn patch}: set fields of an asset that exists. */
  @Command(name = "patch", description = "Sets fields of an asset that exists.")
  static final class Patch extends Write {
    @Parameters(paramLabel = "NAME", description = "Which asset; see 'Names' in tarn --help.")
    String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FIELD", description = FIELDS)
    List<String> fields = List.of();

    Patch(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      ObjectNode body = FieldAssignments.parse(fields);
      String path = ASSETS + "/" + Api.segment(new Names(api).id(name));
      return print(console, name, api.write("PATCH", path, Api.query(), ifVersion, reason, body));
    }
  }

  /** {@code tarn delete}: delete an asset with what it contains. */
  @Command(
      name = "delete",
      description = "Deletes an asset with what it contains; 'restore' brings all of it back.")
  static final class Delete extends Write {
    @Parameters(paramLabel = "NAME", description = "Which asset; see 'Names' in tarn --help.")
    String name = "";

    Delete(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      String id = new Names(api).id(name);
      JsonNode answer =
          api.write("DELETE", ASSETS + "/" + Api.segment(id), Api.query(), ifVersion, reason, null);
      print(console, name, answer);
      if (!json()) {
        console.note("back again with: tarn restore " + id);
      }
      return ExitCode.OK;
    }
  }

  /** {@code tarn restore}: bring back a deleted asset. */
  @Command(name = "restore", description = "Brings back a deleted asset and what went with it.")
  static final class Restore extends Write {
    @Parameters(paramLabel = "ID", description = "The asset's id, as 'delete' printed it.")
    String id = "";

    Restore(RootCommand root) {
      super(root);
    }

    @Override
    ExitCode run(Api api, Console console) {
      String path = ASSETS + "/" + Api.segment(id) + "/restore";
      return print(console, id, api.write("POST", path, Api.query(), ifVersion, reason, null));
    }
  }
}
