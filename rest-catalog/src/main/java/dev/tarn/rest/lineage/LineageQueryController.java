package dev.tarn.rest.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.lineage.Flow;
import dev.tarn.core.lineage.ImpactQuery;
import dev.tarn.core.lineage.LineageAnswer;
import dev.tarn.core.lineage.LineageLimits;
import dev.tarn.core.lineage.LineageNode;
import dev.tarn.core.lineage.LineageQuery;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.lineage.PathAnswer;
import dev.tarn.core.lineage.PathQuery;
import dev.tarn.core.type.TypeRegistry;
import dev.tarn.rest.asset.Locators;
import dev.tarn.rest.asset.TypeViews;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.BranchView;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.Headers;
import dev.tarn.rest.request.ReadRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Where data comes from and where it goes. */
@RestController
@RequestMapping("/api/v1/lineage")
@Tag(name = "Lineage")
public final class LineageQueryController {
  private static final String NDJSON = "application/x-ndjson";
  private static final String TYPES = "Relationship types to go along, with commas; 'lineage'.";
  private static final String LEVEL =
      "asset: from the asset itself. column: from the columns that it contains.";

  private final BranchViews views;
  private final TypeViews types;
  private final JsonMapper mapper;

  public LineageQueryController(BranchViews views, TypeViews types, JsonMapper mapper) {
    this.views = views;
    this.types = types;
    this.mapper = mapper;
  }

  /** Which lines are written; lower case, as in requests. */
  enum Summary {
    last,
    only
  }

  @GetMapping
  @Operation(
      operationId = "lineageAround",
      summary = "Show what is around an asset",
      description =
          "Breadth first, nearest first. A node that is not shown whole says under 'truncated'"
              + " which limit was met, how many neighbours are left out, and the cursor that shows"
              + " them. An asset that is both upstream and downstream is there twice.")
  ResponseEntity<LineageView> around(
      ReadRequest request,
      @Parameter(description = "Its id, or type:qualifiedName.") @RequestParam("asset")
          String asset,
      @Parameter(description = "upstream, downstream or both.")
          @RequestParam(name = "direction", defaultValue = "both")
          Way direction,
      @Parameter(description = LEVEL) @RequestParam(name = "level", defaultValue = "asset")
          Level level,
      @Parameter(description = TYPES) @RequestParam(name = "types", required = false)
          @Nullable Set<String> types,
      @Parameter(description = "Edges from the asset, 1 to 100.")
          @RequestParam(name = "depth", defaultValue = "" + LineageLimits.DEFAULT_DEPTH)
          int depth,
      @Parameter(description = "The most neighbours of a node on one side, 1 to 10,000.")
          @RequestParam(name = "fanOut", defaultValue = "" + LineageLimits.DEFAULT_FAN_OUT)
          int fanOut,
      @Parameter(description = "The most nodes of the answer, 1 to 10,000.")
          @RequestParam(name = "nodes", defaultValue = "" + LineageLimits.DEFAULT_NODES)
          int nodes,
      @Parameter(description = "Of a node's 'truncated', with the same asset, level and types.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor)
      throws IOException {
    try (BranchView view = views.open(request)) {
      AssetId id = required(view, "asset", asset);
      LineageQuery query =
          new LineageQuery(
              id,
              direction.direction(),
              level.level(),
              known(request, view, types),
              depth,
              fanOut,
              nodes,
              cursor);
      LineageAnswer answer = view.lineage().explore(query);
      Set<AssetId> ids = new HashSet<>();
      ids.add(id);
      answer.nodes().stream().map(LineageNode::id).forEach(ids::add);
      return Answers.at(view.commit(), LineageView.of(id, answer, view.assets(ids)));
    }
  }

  @GetMapping("/impact")
  @Operation(
      operationId = "lineageImpact",
      summary = "List everything on one side of an asset",
      description =
          "One line per asset, nearest first, while it is found; then a last line with the summary:"
              + " how many, by depth, type, owner, domain, workspace and platform. There is no"
              + " limit; an answer without the last line is not whole.")
  @ApiResponse(
      responseCode = "200",
      description = "A line per asset, then the summary.",
      content =
          @Content(
              mediaType = NDJSON,
              schema = @Schema(anyOf = {ImpactLines.Reached.class, ImpactLines.Summary.class})))
  void impact(
      ReadRequest request,
      @Parameter(description = "Its id, or type:qualifiedName.") @RequestParam("asset")
          String asset,
      @Parameter(description = "downstream or upstream.")
          @RequestParam(name = "direction", defaultValue = "downstream")
          Way direction,
      @Parameter(description = LEVEL) @RequestParam(name = "level", defaultValue = "asset")
          Level level,
      @Parameter(description = TYPES) @RequestParam(name = "types", required = false)
          @Nullable Set<String> types,
      @Parameter(description = "Edges from the asset; all where it is not given.")
          @RequestParam(name = "depth", required = false)
          @Nullable Integer depth,
      @Parameter(description = "last: after the assets. only: instead of them.")
          @RequestParam(name = "summary", defaultValue = "last")
          Summary summary,
      HttpServletResponse response)
      throws IOException {
    try (BranchView view = views.open(request)) {
      ImpactQuery query =
          new ImpactQuery(
              required(view, "asset", asset),
              oneWay(direction),
              level.level(),
              known(request, view, types),
              depth);
      response.setContentType(NDJSON);
      response.setHeader(Headers.COMMIT, view.commit().toString());
      ImpactLines lines = new ImpactLines(mapper, response.getOutputStream());
      LineageReader lineage = view.lineage();
      lines.summary(
          switch (summary) {
            case last -> lineage.impact(query, lines::nodes);
            case only -> lineage.impact(query);
          });
    }
  }

  @GetMapping("/paths")
  @Operation(
      operationId = "lineagePaths",
      summary = "Find how two assets hang together",
      description =
          "The shortest paths from the one to the other: all of one length. 'complete' says whether"
              + " these are all of them.")
  ResponseEntity<PathsView> paths(
      ReadRequest request,
      @Parameter(description = "Its id, or type:qualifiedName.") @RequestParam("from") String from,
      @Parameter(description = "Its id, or type:qualifiedName.") @RequestParam("to") String to,
      @Parameter(
              description =
                  "downstream or upstream from the first; both: downstream, or else upstream.")
          @RequestParam(name = "direction", defaultValue = "both")
          Way direction,
      @Parameter(description = LEVEL) @RequestParam(name = "level", defaultValue = "asset")
          Level level,
      @Parameter(description = TYPES) @RequestParam(name = "types", required = false)
          @Nullable Set<String> types,
      @Parameter(description = "The most edges of a path, 1 to 100.")
          @RequestParam(name = "depth", defaultValue = "" + LineageLimits.DEFAULT_PATH_DEPTH)
          int depth,
      @Parameter(description = "The most paths, 1 to 100.")
          @RequestParam(name = "limit", defaultValue = "" + LineageLimits.DEFAULT_PATHS)
          int limit)
      throws IOException {
    try (BranchView view = views.open(request)) {
      PathQuery query =
          new PathQuery(
              required(view, "from", from),
              required(view, "to", to),
              direction.direction(),
              level.level(),
              known(request, view, types),
              depth,
              limit);
      PathAnswer answer = view.lineage().paths(query);
      Set<AssetId> ids = new HashSet<>();
      answer.paths().forEach(path -> ids.addAll(path.nodes()));
      return Answers.at(view.commit(), PathsView.of(answer, view.assets(ids)));
    }
  }

  private static AssetId required(BranchView view, String parameter, String text)
      throws IOException {
    AssetId id = Objects.requireNonNull(Locators.filter(view, parameter, text));
    Asset asset = view.require(new AssetLocator.ById(id));
    return asset.id();
  }

  private static Flow oneWay(Way way) {
    return switch (way) {
      case upstream -> Flow.UPSTREAM;
      case downstream -> Flow.DOWNSTREAM;
      case both ->
          throw CatalogException.ofField(
              ErrorCode.INVALID_REQUEST, "direction", "direction is upstream or downstream here");
    };
  }

  /** A slip of the pen must not be an asset without lineage. */
  private Set<String> known(ReadRequest request, BranchView view, @Nullable Set<String> given)
      throws IOException {
    if (given == null || given.isEmpty()) {
      return LineageLimits.DEFAULT_TYPES;
    }
    TypeRegistry registry = types.of(request, view);
    for (String type : given) {
      if (registry.relationshipType(type).isEmpty()) {
        throw CatalogException.ofField(
            ErrorCode.UNKNOWN_TYPE, "types", "there is no relationship type " + type);
      }
    }
    return given;
  }
}
