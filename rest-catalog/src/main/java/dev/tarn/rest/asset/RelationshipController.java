package dev.tarn.rest.asset;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.BranchView;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ReadRequest;
import dev.tarn.rest.request.WriteRequest;
import dev.tarn.rest.request.WriteResult;
import dev.tarn.rest.request.Writes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Relationships: list, read, put, remove. */
@RestController
@RequestMapping("/api/v1/relationships")
@Tag(
    name = "Relationships",
    description = "Typed, directed edges between assets; lineage points the way that data flows.")
public final class RelationshipController {
  private final BranchViews views;
  private final Writes writes;

  public RelationshipController(BranchViews views, Writes writes) {
    this.views = views;
    this.writes = writes;
  }

  @GetMapping
  @Operation(
      operationId = "listRelationships",
      summary = "List relationships",
      description = "By type and id, page by page. Ends are named by id or type:qualifiedName.")
  ResponseEntity<Page<Relationship>> list(
      ReadRequest request,
      @RequestParam(name = "type", required = false) @Nullable String type,
      @RequestParam(name = "source", required = false) @Nullable String source,
      @RequestParam(name = "target", required = false) @Nullable String target,
      @Parameter(description = "At one of the two ends.")
          @RequestParam(name = "asset", required = false)
          @Nullable String asset,
      @Parameter(description = "The 'next' of the page before, with the same filters.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.")
          @RequestParam(name = "limit", defaultValue = AssetController.DEFAULT_LIMIT)
          int limit)
      throws IOException {
    try (BranchView view = views.open(request)) {
      RelationshipQuery query =
          new RelationshipQuery(
              type,
              Locators.filter(view, "source", source),
              Locators.filter(view, "target", target),
              Locators.filter(view, "asset", asset),
              cursor,
              limit);
      return Answers.at(view.commit(), view.list(query));
    }
  }

  @PostMapping
  @Body("RelationshipPut")
  @Operation(
      operationId = "putRelationship",
      summary = "Add a relationship, or set its attributes",
      description =
          "There is one relationship of a type from a source to a target. The ends are ids,"
              + " type:qualifiedName, or {\"type\": …, \"qualifiedName\": …}.")
  ResponseEntity<WriteResult> post(WriteRequest request, JsonBody body) throws IOException {
    Change change = ChangeBody.of("relate", body.members(), Map.of(), request);
    return writes.submit(request, change, body.bytes()).answer();
  }

  @GetMapping("/{id}")
  @Operation(operationId = "relationship", summary = "Read a relationship")
  ResponseEntity<Relationship> get(ReadRequest request, @PathVariable("id") String id)
      throws IOException {
    try (BranchView view = views.open(request)) {
      Relationship edge = require(view, id);
      return Answers.at(view.commit(), edge.version(), edge);
    }
  }

  @DeleteMapping("/{id}")
  @Operation(operationId = "removeRelationship", summary = "Remove a relationship")
  ResponseEntity<WriteResult> delete(
      ReadRequest read, WriteRequest request, @PathVariable("id") String id) throws IOException {
    Relationship edge;
    try (BranchView view = views.open(read)) {
      edge = everKnown(view, id);
    }
    Change change =
        new Change.RemoveRelationship(
            edge.type(),
            new AssetLocator.ById(edge.sourceId()),
            new AssetLocator.ById(edge.targetId()),
            request.expectedVersion());
    return writes.submit(request, change, Writes.NO_BODY).answer();
  }

  private static Relationship require(BranchView view, String id) throws IOException {
    RelationshipId key = new RelationshipId(id);
    return view.relationship(key).orElseThrow(() -> notFound(key));
  }

  /** One that is removed by now must be found too: its removal may be asked for again. */
  private static Relationship everKnown(BranchView view, String id) throws IOException {
    RelationshipId key = new RelationshipId(id);
    var live = view.relationship(key);
    if (live.isPresent()) {
      return live.get();
    }
    return view.history(EntityKind.RELATIONSHIP, key.value(), null, 1).stream()
        .map(entry -> (Relationship) entry.after())
        .findFirst()
        .orElseThrow(() -> notFound(key));
  }

  private static CatalogException notFound(RelationshipId id) {
    return new CatalogException(ErrorCode.RELATIONSHIP_NOT_FOUND, "there is no relationship " + id);
  }
}
