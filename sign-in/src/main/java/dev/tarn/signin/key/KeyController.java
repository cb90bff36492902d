package dev.tarn.signin.key;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.Page;
import dev.tarn.rest.openapi.Body;
import dev.tarn.rest.request.Fields;
import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Keys of programs: create, list, rotate, revoke. */
@RestController
@RequestMapping("/api/v1/keys")
@Tag(name = "Sign-in")
public final class KeyController {
  private final ApiKeys keys;
  private final KeyRules rules;
  private final Catalog catalog;

  public KeyController(ApiKeys keys, Catalog catalog) {
    this.keys = keys;
    this.rules = new KeyRules(catalog);
    this.catalog = catalog;
  }

  @GetMapping
  @Operation(
      operationId = "listKeys",
      summary = "List your keys, or with 'all' the keys of the tenant")
  Page<KeyView> list(ScopeRequest request, @RequestParam(defaultValue = "false") boolean all) {
    Principal principal = request.principal();
    TenantId tenant = request.scope().tenant();
    List<ApiKey> found = new ArrayList<>();
    if (all) {
      rules.checkListAll(principal, request.scope());
      found.addAll(keys.list(tenant, null));
    } else if (principal.tenant().isPresent()) {
      found.addAll(keys.list(principal.tenant().get(), principal.actor()));
    }
    if (KeyRules.isOperator(principal)) {
      found.addAll(keys.listOperators());
    }
    return new Page<>(found.stream().map(key -> KeyView.of(key, null)).toList(), null);
  }

  @PostMapping
  @Body("NewKey")
  @Operation(operationId = "createKey", summary = "Create a key; this answer alone has its text")
  ResponseEntity<KeyView> create(ScopeRequest request, JsonBody body) throws IOException {
    Principal principal = request.principal();
    Fields fields = body.object();
    String actor = fields.text("actor");
    String description = fields.text("description");
    Set<String> roles = Set.copyOf(fields.texts("roles"));
    Set<String> scopes = Set.copyOf(fields.texts("scopes"));
    Instant expiresAt = time(fields.text("expiresAt"));
    fields.end();
    NewApiKey wanted =
        new NewApiKey(
            roles.contains(SignedIn.OPERATOR) ? null : request.scope().tenant(),
            actor == null ? principal.actor() : new Actor(actor),
            description == null ? "" : description,
            roles,
            scopes,
            expiresAt);
    rules.checkCreate(principal, request.scope(), wanted);
    // Says if there is no such tenant.
    var unused = catalog.branches(Actor.SYSTEM, request.scope().tenant());
    return created(keys.create(wanted, principal.actor()));
  }

  @PostMapping("/{id}/rotate")
  @Body("KeyRotation")
  @Operation(
      operationId = "rotateKey",
      summary = "Give a key another text; the old one is good for a while, if 'overlap' says so")
  ResponseEntity<KeyView> rotate(ScopeRequest request, @PathVariable String id, JsonBody body) {
    Fields fields = body.object();
    Duration overlap = duration(fields.text("overlap"));
    fields.end();
    ApiKey key = managed(request, id);
    return created(keys.rotate(key.id(), overlap));
  }

  @DeleteMapping("/{id}")
  @Operation(operationId = "revokeKey", summary = "Revoke a key, at once")
  ResponseEntity<Void> revoke(ScopeRequest request, @PathVariable String id) {
    keys.revoke(managed(request, id).id());
    return ResponseEntity.noContent().build();
  }

  private ApiKey managed(ScopeRequest request, String id) {
    ApiKey key = rules.managed(request.principal(), request.scope(), keys.find(id), id);
    if (key.isAdminKey()) {
      throw new CatalogException(
          ErrorCode.INVALID_REQUEST,
          "the admin key is changed by another one in " + AdminKey.VARIABLE + " at a start");
    }
    return key;
  }

  private static ResponseEntity<KeyView> created(IssuedKey issued) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .header("Cache-Control", "no-store")
        .body(KeyView.of(issued.key(), issued.text()));
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "expiresAt", "a time is such as 2026-12-31T00:00:00Z");
    }
  }

  private static Duration duration(@Nullable String text) {
    try {
      return text == null ? Duration.ZERO : Duration.parse(text);
    } catch (DateTimeException e) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE, "overlap", "a duration is such as PT24H");
    }
  }
}
