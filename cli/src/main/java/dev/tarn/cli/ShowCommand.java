package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn show}: one asset with what surrounds it. */
@Command(name = "show", description = "Shows an asset, what it contains and what it relates to.")
final class ShowCommand extends ApiCommand {
  /** The most children and the most relationships shown; {@code list --parent} has them all. */
  private static final int MAX_NEIGHBOURS = 50;

  @Parameters(paramLabel = "NAME", description = "Which asset; see 'Names' in tarn --help.")
  String name = "";

  ShowCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    JsonNode asset = new Names(api).asset(name);
    if (json()) {
      console.json(asset);
      return ExitCode.OK;
    }
    Assets assets = new Assets(api);
    console.line(
        console.styled(Console.Style.BOLD, Console.printable(Json.text(asset, "name")))
            + "  "
            + console.styled(Console.Style.CYAN, Json.text(asset, "type")));
    printFields(console, assets, asset);
    printAttributes(console, asset);
    printChildren(api, console, asset);
    printRelationships(api, console, assets, asset);
    return ExitCode.OK;
  }

  private static void printFields(Console console, Assets assets, JsonNode asset) {
    Table table = new Table("", "");
    row(table, "id", Json.text(asset, "id"));
    row(table, "qualified name", Json.text(asset, "qualifiedName"));
    row(table, "display name", Json.text(asset, "displayName"));
    row(table, "description", Json.text(asset, "description"));
    reference(table, assets, "in", asset, "parent");
    row(table, "platform", Json.text(asset, "platform"));
    reference(table, assets, "workspace", asset, "workspace");
    reference(table, assets, "domain", asset, "domain");
    row(table, "owners", owners(assets, asset));
    references(table, assets, "tags", asset);
    references(table, assets, "classifications", asset);
    references(table, assets, "terms", asset);
    row(table, "status", Json.text(asset, "status"));
    row(table, "quality", Json.text(asset, "quality"));
    row(table, "popularity", Json.text(asset, "popularity"));
    row(table, "created", when(asset, "created"));
    row(table, "updated", when(asset, "updated"));
    row(
        table,
        "version",
        Json.text(asset, "version") + " (change " + Json.text(asset, "seq") + ")");
    table.print(console, "  ");
  }

  private static void row(Table table, String heading, String value) {
    if (!value.isEmpty()) {
      table.row(heading, value);
    }
  }

  private static void reference(
      Table table, Assets assets, String heading, JsonNode asset, String member) {
    String id = Json.text(asset, member);
    if (!id.isEmpty()) {
      table.row(heading, assets.label(id));
    }
  }

  private static void references(Table table, Assets assets, String member, JsonNode asset) {
    row(
        table,
        member,
        Json.elements(asset, member).stream()
            .map(id -> assets.label(id.asText()))
            .collect(Collectors.joining(", ")));
  }

  private static String owners(Assets assets, JsonNode asset) {
    return Json.elements(asset, "owners").stream()
        .map(
            owner -> {
              String kind = Json.text(owner, "kind");
              return assets.label(Json.text(owner, "id"))
                  + (kind.isEmpty() || kind.equals("owner") ? "" : " (" + kind + ")");
            })
        .collect(Collectors.joining(", "));
  }

  private static String when(JsonNode asset, String what) {
    String time = Json.text(asset, what + "At");
    return time.isEmpty() ? "" : time + " by " + Json.text(asset, what + "By");
  }

  private static void printAttributes(Console console, JsonNode asset) {
    Table table = new Table("", "");
    for (Map.Entry<String, JsonNode> attribute : asset.path("attributes").properties()) {
      JsonNode value = attribute.getValue();
      table.row(attribute.getKey(), value.isTextual() ? value.asText() : Json.compact(value));
    }
    if (!table.isEmpty()) {
      heading(console, "attributes");
      table.print(console, "  ");
    }
  }

  private static void printChildren(Api api, Console console, JsonNode asset) {
    JsonNode page =
        api.get(
            "/api/v1/assets",
            Api.query().with("parent", Json.text(asset, "id")).with("limit", MAX_NEIGHBOURS));
    List<JsonNode> children = Json.elements(page, "items");
    if (children.isEmpty()) {
      return;
    }
    heading(console, "contains");
    Table table = new Table("", "", "", "");
    for (JsonNode child : children) {
      table.row(
          Json.text(child, "type"),
          Json.text(child, "name"),
          Json.text(child.path("attributes"), "dataType"),
          Json.text(child, "description"));
    }
    table.print(console, "  ");
    more(console, page, "tarn list --parent " + Json.text(asset, "id"));
  }

  private static void printRelationships(Api api, Console console, Assets assets, JsonNode asset) {
    String id = Json.text(asset, "id");
    JsonNode page =
        api.get(
            "/api/v1/assets/" + id + "/relationships", Api.query().with("limit", MAX_NEIGHBOURS));
    Table table = new Table("", "", "");
    for (JsonNode relationship : Json.elements(page, "items")) {
      String source = Json.text(relationship, "source");
      String target = Json.text(relationship, "target");
      boolean outgoing = source.equals(id);
      table.row(
          Json.text(relationship, "type"),
          outgoing ? "→" : "←",
          assets.label(outgoing ? target : source));
    }
    if (!table.isEmpty()) {
      heading(console, "relationships");
      table.print(console, "  ");
      more(console, page, "tarn show " + id + " --json");
    }
  }

  private static void heading(Console console, String text) {
    console.line(console.styled(Console.Style.BOLD, text));
  }

  private static void more(Console console, JsonNode page, String command) {
    if (!Json.text(page, "next").isEmpty()) {
      console.note("  there are more; all of them: " + command);
    }
  }
}
