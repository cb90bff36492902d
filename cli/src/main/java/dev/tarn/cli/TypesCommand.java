package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn types}: what kinds of assets and relationships there are. */
@Command(name = "types", description = "Lists the types, or shows the attributes of one.")
final class TypesCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Show this type.")
  @Nullable String name;

  TypesCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    JsonNode types = api.get("/api/v1/types", Api.query());
    if (name == null) {
      if (json()) {
        console.json(types);
      } else {
        print(console, "ASSET TYPE", types, "assetTypes");
        console.line("");
        print(console, "RELATIONSHIP TYPE", types, "relationshipTypes");
      }
      return ExitCode.OK;
    }
    for (String member : new String[] {"assetTypes", "relationshipTypes"}) {
      for (JsonNode type : Json.elements(types, member)) {
        if (Json.text(type, "name").equals(name)) {
          if (json()) {
            console.json(type);
          } else {
            print(console, type);
          }
          return ExitCode.OK;
        }
      }
    }
    throw new CommandFailure(ExitCode.NOT_FOUND, "no type is named '" + name + "'");
  }

  private static void print(Console console, String heading, JsonNode types, String member) {
    Table table = new Table(heading, "FROM", "DESCRIPTION");
    for (JsonNode type : Json.elements(types, member)) {
      table.row(Json.text(type, "name"), origin(type), Json.text(type, "description"));
    }
    table.print(console);
  }

  private static String origin(JsonNode type) {
    return type.path("builtIn").asBoolean() ? "tarn" : "tenant";
  }

  private static void print(Console console, JsonNode type) {
    console.line(
        console.styled(Console.Style.BOLD, Json.text(type, "name"))
            + "  "
            + Console.printable(Json.text(type, "description")));
    Table table = new Table("ATTRIBUTE", "KIND", "REQUIRED", "DESCRIPTION");
    for (JsonNode attribute : Json.elements(type, "attributes")) {
      table.row(
          Json.text(attribute, "name"),
          kind(attribute),
          attribute.path("required").asBoolean() ? "yes" : "",
          Json.text(attribute, "description"));
    }
    table.print(console);
  }

  private static String kind(JsonNode attribute) {
    String kind = Json.text(attribute, "kind");
    String element = Json.text(attribute, "elementKind");
    String values =
        Json.elements(attribute, "enumValues").stream()
            .map(JsonNode::asText)
            .collect(Collectors.joining(" | "));
    if (!values.isEmpty()) {
      return kind + " of " + values;
    }
    return element.isEmpty() ? kind : kind + " of " + element;
  }
}
