package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tarn list}: assets by type, parent, owner and the like. */
@Command(name = "list", description = "Lists assets.", sortOptions = false)
final class ListCommand extends ApiCommand {
  @Option(names = "--type", paramLabel = "TYPE", description = "Only this type, such as table.")
  @Nullable String type;

  @Option(
      names = "--parent",
      paramLabel = "NAME",
      description = "Only what this directly contains.")
  @Nullable String parent;

  @Option(names = "--platform", paramLabel = "NAME", description = "Only on this platform.")
  @Nullable String platform;

  @Option(names = "--domain", paramLabel = "NAME", description = "Only in this domain.")
  @Nullable String domain;

  @Option(names = "--owner", paramLabel = "NAME", description = "Only what this one owns.")
  @Nullable String owner;

  @Option(names = "--tag", paramLabel = "NAME", description = "Only what carries this tag.")
  @Nullable String tag;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only qualified names that begin so.")
  @Nullable String prefix;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most N assets. Default: ${DEFAULT-VALUE}")
  int limit;

  @Option(names = "--all", description = "All of them, whatever --limit says.")
  boolean all;

  ListCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit is at least 1");
    }
    Names names = new Names(api);
    @Nullable String parentId = idOf(names, null, parent);
    @Nullable String domainId = idOf(names, "domain", domain);
    @Nullable String ownerId = idOf(names, "user", owner);
    @Nullable String tagId = idOf(names, "tag", tag);
    long left = all ? Long.MAX_VALUE : limit;
    long printed = 0;
    String cursor = "";
    boolean first = true;
    do {
      JsonNode page =
          api.get(
              "/api/v1/assets",
              Api.query()
                  .with("type", type)
                  .with("parent", parentId)
                  .with("platform", platform)
                  .with("domain", domainId)
                  .with("owner", ownerId)
                  .with("tag", tagId)
                  .with("namePrefix", prefix)
                  .with("limit", Math.min(left, Names.PAGE_ASSETS))
                  .with("cursor", cursor.isEmpty() ? null : cursor));
      int items = Json.elements(page, "items").size();
      if (json() && all) {
        Json.elements(page, "items").forEach(asset -> console.line(Json.compact(asset)));
      } else if (json()) {
        console.json(page);
      } else {
        print(console, page, first);
      }
      first = false;
      printed += items;
      left -= items;
      cursor = Json.text(page, "next");
    } while (!cursor.isEmpty() && left > 0 && !(json() && !all) && !console.readerIsGone());
    if (!json()) {
      console.note(
          Console.count(printed)
              + (printed == 1 ? " asset" : " assets")
              + (cursor.isEmpty() ? "" : "; there are more, see --limit and --all"));
    }
    return ExitCode.OK;
  }

  /** A bare word means an asset of the type that fits the option, where there is one. */
  private static @Nullable String idOf(
      Names names, @Nullable String expectedType, @Nullable String name) {
    if (name == null) {
      return null;
    }
    if (expectedType != null) {
      var asset = names.byName(expectedType, name);
      if (asset.isPresent()) {
        return Json.text(asset.get(), "id");
      }
    }
    return names.id(name);
  }

  private static void print(Console console, JsonNode page, boolean first) {
    Table table = first ? new Table("TYPE", "NAME", "QUALIFIED NAME") : new Table("", "", "");
    for (JsonNode asset : Json.elements(page, "items")) {
      table.row(
          Json.text(asset, "type"), Json.text(asset, "name"), Json.text(asset, "qualifiedName"));
    }
    if (!table.isEmpty()) {
      table.print(console);
    }
  }
}
