package dev.tarn.rest.asset;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Assets: list, look-up, create, replace, change, delete, restore. */
@RestController
@RequestMapping("/api/v1/assets")
@Tag(
    name = "Assets",
    description = "Everything that the catalog knows: tables, columns, users, tags, …")
public final class AssetController {
  /** How many items a list has where the request does not say. */
  static final String DEFAULT_LIMIT = "100";

  /** What a client has from a read and may send back, and no change can set. */
  private static final List<String> READ_ONLY =
      List.of("version", "seq", "createdAt", "createdBy", "updatedAt", "updatedBy");

  private final BranchViews views;
  private final Writes writes;

  public AssetController(BranchViews views, Writes writes) {
    this.views = views;
    this.writes = writes;
  }

  @GetMapping
  @Operation(
      operationId = "listAssets",
      summary = "List assets",
      description =
          "Live assets by qualified name, page by page. Filters that name an asset take its id or"
              + " type:qualifiedName.")
  ResponseEntity<Page<Asset>> list(
      ReadRequest request,
      @RequestParam(name = "type", required = false) @Nullable String type,
      @RequestParam(name = "parent", required = false) @Nullable String parent,
      @RequestParam(name = "platform", required = false) @Nullable String platform,
      @RequestParam(name = "workspace", required = false) @Nullable String workspace,
      @RequestParam(name = "domain", required = false) @Nullable String domain,
      @RequestParam(name = "owner", required = false) @Nullable String owner,
      @RequestParam(name = "tag", required = false) @Nullable String tag,
      @RequestParam(name = "classification", required = false) @Nullable String classification,
      @RequestParam(name = "term", required = false) @Nullable String term,
      @Parameter(description = "draft, active or deprecated.")
          @RequestParam(name = "status", required = false)
          @Nullable String status,
      @Parameter(description = "How the qualified name begins; case matters.")
          @RequestParam(name = "namePrefix", required = false)
          @Nullable String namePrefix,
      @Parameter(description = "The 'next' of the page before, with the same filters.")
          @RequestParam(name = "cursor", required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 1,000.")
          @RequestParam(name = "limit", defaultValue = DEFAULT_LIMIT)
          int limit)
      throws IOException {
    try (BranchView view = views.open(request)) {
      AssetQuery query =
          new AssetQuery(
              type,
              Locators.filter(view, "parent", parent),
              platform,
              Locators.filter(view, "workspace", workspace),
              Locators.filter(view, "domain", domain),
              Locators.filter(view, "owner", owner),
              Locators.filter(view, "tag", tag),
              Locators.filter(view, "classification", classification),
              Locators.filter(view, "term", term),
              status,
              namePrefix,
              cursor,
              limit);
      return Answers.at(view.commit(), view.list(query));
    }
  }

  @PostMapping
  @Body("AssetUpsert")
  @Operation(
      operationId = "upsertAsset",
      summary = "Create an asset, or set fields of the one there is",
      description =
          "The asset is found by type and qualifiedName. Fields that the body does not name stay,"
              + " unless mode is 'replace'. If-None-Match: * creates only.")
  ResponseEntity<WriteResult> post(WriteRequest request, JsonBody body) throws IOException {
    Change change = ChangeBody.of("upsert", body.members(), Map.of(), request);
    return writes.submit(request, change, body.bytes()).answer();
  }

  @GetMapping("/by-name")
  @Operation(operationId = "assetByName", summary = "Look an asset up by its qualified name")
  ResponseEntity<Asset> byName(
      ReadRequest request,
      @Parameter(example = "table") @RequestParam("type") String type,
      @Parameter(example = "shop.public.orders") @RequestParam("qualifiedName")
          String qualifiedName)
      throws IOException {
    return one(request, new AssetLocator.ByName(type, qualifiedName));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "asset", summary = "Read an asset")
  ResponseEntity<Asset> get(ReadRequest request, @PathVariable("id") String id) throws IOException {
    return one(request, byId(id));
  }

  private ResponseEntity<Asset> one(ReadRequest request, AssetLocator locator) throws IOException {
    try (BranchView view = views.open(request)) {
      Asset asset = view.require(locator);
      return Answers.at(view.commit(), asset.version(), asset);
    }
  }

  @PutMapping("/{id}")
  @Body("AssetReplacement")
  @Operation(
      operationId = "replaceAsset",
      summary = "Replace an asset's fields",
      description =
          "Brings an asset that exists to what the body says; fields that it does not name are"
              + " cleared. The body may be that of a read: id and type are compared, times and"
              + " version left out.")
  ResponseEntity<WriteResult> put(
      ReadRequest read, WriteRequest request, @PathVariable("id") String id, JsonBody body)
      throws IOException {
    AssetLocator.ById locator = byId(id);
    Map<String, @Nullable Object> members = body.members();
    same("id", members.remove("id"), id);
    Object type = members.remove("type");
    if (type != null) {
      try (BranchView view = views.open(read)) {
        same("type", type, view.require(locator).type());
      }
    }
    READ_ONLY.forEach(members::remove);
    return patch(request, locator, members, Map.of("mode", "replace"), body);
  }

  @PatchMapping("/{id}")
  @Body("AssetPatch")
  @Operation(
      operationId = "patchAsset",
      summary = "Change some of an asset's fields",
      description =
          "Null clears a field; lists take {\"add\": [...], \"remove\": [...]}; attributes are"
              + " merged by name; qualifiedName renames.")
  ResponseEntity<WriteResult> patch(
      WriteRequest request, @PathVariable("id") String id, JsonBody body) throws IOException {
    return patch(request, byId(id), body.members(), Map.of(), body);
  }

  private ResponseEntity<WriteResult> patch(
      WriteRequest request,
      AssetLocator.ById asset,
      Map<String, @Nullable Object> members,
      Map<String, String> mode,
      JsonBody body)
      throws IOException {
    Map<String, Object> fixed = new java.util.HashMap<>(mode);
    fixed.put("asset", asset.id().value());
    return writes
        .submit(request, ChangeBody.of("patch", members, fixed, request), body.bytes())
        .answer();
  }

  @DeleteMapping("/{id}")
  @Operation(
      operationId = "deleteAsset",
      summary = "Delete an asset",
      description = "With what it contains, and the relationships of all of these.")
  ResponseEntity<WriteResult> delete(WriteRequest request, @PathVariable("id") String id)
      throws IOException {
    Change change = new Change.DeleteAsset(byId(id), request.expectedVersion());
    return writes.submit(request, change, Writes.NO_BODY).answer();
  }

  @PostMapping("/{id}/restore")
  @Operation(
      operationId = "restoreAsset",
      summary = "Bring a deleted asset back",
      description = "With what its deletion took with it.")
  ResponseEntity<WriteResult> restore(WriteRequest request, @PathVariable("id") String id)
      throws IOException {
    Change change = new Change.RestoreAsset(byId(id), request.expectedVersion());
    return writes.submit(request, change, Writes.NO_BODY).answer();
  }

  private static AssetLocator.ById byId(String id) {
    return new AssetLocator.ById(new AssetId(id));
  }

  private static void same(String field, @Nullable Object given, String actual) {
    if (given != null && !given.equals(actual)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, field, "the asset has another " + field + "; it cannot change");
    }
  }
}
