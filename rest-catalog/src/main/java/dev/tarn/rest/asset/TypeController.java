package dev.tarn.rest.asset;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Answers;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ReadRequest;
import dev.tarn.rest.request.WriteRequest;
import dev.tarn.rest.request.WriteResult;
import dev.tarn.rest.request.Writes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Types of assets and relationships: list, read, define. */
@RestController
@RequestMapping("/api/v1/types")
@Tag(
    name = "Types",
    description = "What assets and relationships there can be, and their attributes.")
public final class TypeController {
  private final TypeViews types;
  private final Writes writes;

  public TypeController(TypeViews types, Writes writes) {
    this.types = types;
    this.writes = writes;
  }

  /** All types of a branch, by name. */
  record TypeList(
      Collection<AssetType> assetTypes, Collection<RelationshipType> relationshipTypes) {}

  @GetMapping
  @Operation(operationId = "listTypes", summary = "List the types")
  ResponseEntity<TypeList> list(ReadRequest request) throws IOException {
    TypeViews.View view = types.open(request);
    return Answers.at(
        view.commit(),
        new TypeList(
            view.types().assetTypes().values(), view.types().relationshipTypes().values()));
  }

  @GetMapping("/assets/{name}")
  @Operation(operationId = "assetType", summary = "Read an asset type")
  ResponseEntity<AssetType> assetType(ReadRequest request, @PathVariable("name") String name)
      throws IOException {
    TypeViews.View view = types.open(request);
    AssetType type = view.types().assetType(name).orElseThrow(() -> notFound(name));
    return Answers.at(view.commit(), type.version(), type);
  }

  @GetMapping("/relationships/{name}")
  @Operation(operationId = "relationshipType", summary = "Read a relationship type")
  ResponseEntity<RelationshipType> relationshipType(
      ReadRequest request, @PathVariable("name") String name) throws IOException {
    TypeViews.View view = types.open(request);
    RelationshipType type = view.types().relationshipType(name).orElseThrow(() -> notFound(name));
    return Answers.at(view.commit(), type.version(), type);
  }

  @PutMapping("/assets/{name}")
  @Body("AssetTypeDefinition")
  @Operation(
      operationId = "defineAssetType",
      summary = "Define an asset type, or change one compatibly",
      description = "What assets have by now must stay valid; else incompatible-type-change.")
  ResponseEntity<WriteResult> defineAssetType(
      WriteRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    return define("define-type", "assetType", request, name, body);
  }

  @PutMapping("/relationships/{name}")
  @Body("RelationshipTypeDefinition")
  @Operation(
      operationId = "defineRelationshipType",
      summary = "Define a relationship type, or change one compatibly")
  ResponseEntity<WriteResult> defineRelationshipType(
      WriteRequest request, @PathVariable("name") String name, JsonBody body) throws IOException {
    return define("define-relationship-type", "relationshipType", request, name, body);
  }

  private ResponseEntity<WriteResult> define(
      String op, String member, WriteRequest request, String name, JsonBody body)
      throws IOException {
    Map<String, @Nullable Object> type = body.members();
    Object given = type.putIfAbsent("name", name);
    if (given != null && !given.equals(name)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "name", "the name is not that of the address");
    }
    Change change;
    try {
      change = ChangeBody.of(op, new LinkedHashMap<>(), Map.of(member, type), request);
    } catch (CatalogException e) {
      throw withoutPrefix(e, member + ".");
    }
    return writes.submit(request, change, body.bytes()).answer();
  }

  /** The body is the type itself, so that its fields are named from there. */
  private static CatalogException withoutPrefix(CatalogException e, String prefix) {
    String field = e.field();
    return field != null && field.startsWith(prefix)
        ? CatalogException.ofField(e.code(), field.substring(prefix.length()), e.getMessage())
        : e;
  }

  private static CatalogException notFound(String name) {
    return new CatalogException(ErrorCode.TYPE_NOT_FOUND, "there is no such type: " + name);
  }
}
