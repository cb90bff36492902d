package dev.tarn.rest.asset;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.BranchView;
import dev.tarn.rest.request.BranchViews;
import dev.tarn.rest.request.ReadRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What belongs to one asset: its history and its relationships. */
@RestController
@RequestMapping("/api/v1/assets/{id}")
@Tag(name = "Assets")
public final class AssetHistoryController {
  private final BranchViews views;

  public AssetHistoryController(BranchViews views) {
    this.views = views;
  }

  @GetMapping("/history")
  @Operation(
      operationId = "assetHistory",
      summary = "List an asset's changes",
      description = "Newest first, over deletes and restores.")
  ResponseEntity<Page<LogEntry>> history(
      ReadRequest request,
      @PathVariable("id") String id,
      @Parameter(description = "The 'next' of the page before: only changes before this one.")
          @RequestParam(name = "before", required = false)
          @Nullable Long before,
      @Parameter(description = "1 to 1,000.")
          @RequestParam(name = "limit", defaultValue = AssetController.DEFAULT_LIMIT)
          int limit)
      throws IOException {
    AssetId asset = new AssetId(id);
    if (limit < 1 || limit > AssetQuery.MAX_LIMIT) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "limit", "limit is from 1 to " + AssetQuery.MAX_LIMIT);
    }
    try (BranchView view = views.open(request)) {
      List<LogEntry> found = view.history(EntityKind.ASSET, asset.value(), before, limit);
      if (found.isEmpty() && before == null) {
        throw new CatalogException(ErrorCode.ASSET_NOT_FOUND, "there never was an asset " + asset);
      }
      // An asset's changes are numbered from 1, so the first one ends the list.
      boolean more = found.size() == limit && found.getLast().after().version() > 1;
      return Answers.at(
          view.commit(), new Page<>(found, more ? Long.toString(found.getLast().seq()) : null));
    }
  }

  @GetMapping("/relationships")
  @Operation(
      operationId = "assetRelationships",
      summary = "List an asset's relationships",
      description = "Those that start or end at it, by type and id.")
  ResponseEntity<Page<Relationship>> relationships(
      ReadRequest request,
      @PathVariable("id") String id,
      @Parameter(description = "The type of the relationship.", example = "lineage")
          @RequestParam(name = "type", required = false)
          @Nullable String type,
      @Parameter(description = "'out': the asset is the source. 'in': it is the target.")
          @RequestParam(name = "direction", required = false)
          @Nullable Direction direction,
      @Parameter(description = "The 'next' of the page before, with the same filters.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.")
          @RequestParam(name = "limit", defaultValue = AssetController.DEFAULT_LIMIT)
          int limit)
      throws IOException {
    AssetId asset = new AssetId(id);
    RelationshipQuery query =
        new RelationshipQuery(
            type,
            direction == Direction.out ? asset : null,
            direction == Direction.in ? asset : null,
            direction == null ? asset : null,
            cursor,
            limit);
    try (BranchView view = views.open(request)) {
      view.require(new AssetLocator.ById(asset));
      return Answers.at(view.commit(), view.list(query));
    }
  }

  /** On which end of a relationship the asset is; lower case, as in requests. */
  enum Direction {
    out,
    in
  }
}
