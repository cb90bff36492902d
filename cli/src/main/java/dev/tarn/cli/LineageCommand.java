package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn lineage}: where an asset's data comes from and where it goes. */
@Command(
    name = "lineage",
    description = "Shows where the data of an asset comes from and where it goes.")
final class LineageCommand extends ApiCommand {
  static final String PATH = "/api/v1/lineage";

  @Parameters(paramLabel = "NAME", description = "Which asset; see 'Names' in tarn --help.")
  String name = "";

  @ArgGroup @Nullable Side side;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "How many steps away. Default: 3; with --impact all, with --path-to 20")
  @Nullable Integer depth;

  @Option(names = "--columns", description = "From the columns of the asset, column to column.")
  boolean columns;

  @Option(
      names = "--types",
      paramLabel = "TYPE",
      split = ",",
      description = "Go along these relationships. Default: lineage")
  String @Nullable [] types;

  @ArgGroup @Nullable Question question;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N assets, or N paths with --path-to. Default: 1,000 and 10")
  @Nullable Integer limit;

  @Option(
      names = "--fan-out",
      paramLabel = "N",
      description = "At most N neighbours of each asset. Default: 100")
  @Nullable Integer fanOut;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where something was left out; printed there.")
  @Nullable String cursor;

  /** One of the two sides. */
  static final class Side {
    @Option(names = "--upstream", description = "Only where the data comes from.")
    boolean upstream;

    @Option(names = "--downstream", description = "Only where it goes.")
    boolean downstream;
  }

  /** Another question than what is around. */
  static final class Question {
    @Option(
        names = "--impact",
        description = "Everything that is reached, however far, and a summary.")
    boolean impact;

    @Option(names = "--summary", description = "As --impact, but only the summary.")
    boolean summary;

    @Option(
        names = "--path-to",
        paramLabel = "NAME",
        description = "The shortest ways to another asset.")
    @Nullable String pathTo;
  }

  LineageCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) {
    Names names = new Names(api);
    String id = names.id(name);
    Question asked = question;
    if (asked == null) {
      return around(api, console, id);
    }
    return asked.pathTo == null
        ? impact(api, console, id, asked.summary)
        : paths(api, console, id, names.id(asked.pathTo));
  }

  private Api.Query common() {
    return Api.query()
        .with("level", columns ? "column" : "asset")
        .with("types", types == null ? null : String.join(",", types))
        .with("depth", depth);
  }

  private @Nullable String direction() {
    Side one = side;
    return one == null ? null : one.upstream ? "upstream" : "downstream";
  }

  private ExitCode around(Api api, Console console, String id) {
    JsonNode answer =
        api.get(
            PATH,
            common()
                .with("asset", id)
                .with("direction", direction())
                .with("nodes", limit)
                .with("fanOut", fanOut)
                .with("cursor", cursor));
    if (json()) {
      console.json(answer);
    } else {
      new LineageTree(answer, console).print();
    }
    return ExitCode.OK;
  }

  private ExitCode impact(Api api, Console console, String id, boolean summaryOnly) {
    Api.Query query =
        common()
            .with("asset", id)
            .with("direction", direction())
            .with("summary", summaryOnly ? "only" : null);
    AtomicReference<@Nullable JsonNode> summary = new AtomicReference<>();
    api.lines(
        PATH + "/impact",
        query,
        line -> {
          if (line.has("summary")) {
            summary.set(line.path("summary"));
          }
          if (json()) {
            console.line(Json.compact(line));
          } else if (!line.has("summary")) {
            console.line(
                Json.text(line, "depth") + "  " + Console.printable(label(line.path("asset"))));
          }
        });
    JsonNode found = summary.get();
    if (found == null) {
      throw new CommandFailure(ExitCode.FAILED, "the answer broke off; it is not whole");
    }
    if (!json()) {
      ImpactSummaryText.print(found, console);
    }
    return ExitCode.OK;
  }

  private ExitCode paths(Api api, Console console, String from, String to) {
    JsonNode answer =
        api.get(
            PATH + "/paths",
            common()
                .with("from", from)
                .with("to", to)
                .with("direction", direction())
                .with("limit", limit));
    if (json()) {
      console.json(answer);
      return ExitCode.OK;
    }
    boolean upstream = Json.text(answer, "direction").equals("upstream");
    for (JsonNode path : Json.elements(answer, "paths")) {
      console.line(
          Console.printable(
              Json.elements(path, "nodes").stream()
                  .map(LineageCommand::label)
                  .collect(Collectors.joining(upstream ? " ← " : " → "))));
    }
    console.note(
        switch (Json.text(answer, "left")) {
          case "paths" -> "there are more paths of this length; --limit shows more";
          case "depth" -> "there is no path within the depth; --depth goes further";
          case "nodes" -> "the search gave up: too many assets lie between";
          default ->
              Json.elements(answer, "paths").isEmpty()
                  ? "there is no path"
                  : "these are all the shortest paths";
        });
    return ExitCode.OK;
  }

  /** Returns the typed name of an asset; its id where it is gone. */
  static String label(JsonNode asset) {
    return asset.has("qualifiedName") ? Assets.typedName(asset) : Json.text(asset, "id");
  }
}
