package dev.tarn.rest.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogAccess;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Permissions: one's own, why, and what a branch would change. */
@RestController
@RequestMapping("/api/v1/access")
@Tag(name = "Access")
public final class AccessController {
  private final CatalogAccess access;

  public AccessController(Catalog catalog) {
    this.access = catalog.access();
  }

  /** Who asks, and what they may do. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Me(
      @Schema(example = "user:alice") String actor,
      @Schema(description = "Absent of who runs the installation.") @Nullable String tenant,
      @Schema(example = "api-key") String credential,
      @Schema(description = "By action: all, some or none of the assets.")
          Map<String, String> permissions) {}

  /** How a decision comes about. */
  record Explained(
      String actor,
      @Schema(example = "read-assets") String action,
      @Schema(description = "What it depends on; the last line is the decision.")
          List<String> lines) {}

  /** Some assets. */
  record Assets(
      long count, @Schema(description = "Some of their qualified names.") List<String> names) {
    static Assets of(CatalogAccess.Assets assets) {
      return new Assets(assets.count(), assets.names());
    }
  }

  /** What a branch would change for somebody. */
  record Effect(
      String actor,
      String action,
      Assets gained,
      Assets lost,
      @Schema(description = "Whether other fields would be hidden.") boolean masksChange) {}

  /** Who would gain and who would lose what. */
  record Simulated(List<Effect> effects) {}

  @GetMapping("/me")
  @Operation(operationId = "accessOfMe", summary = "Say who asks, and what they may do")
  Me me(ScopeRequest request) {
    Map<String, String> permissions = new TreeMap<>();
    access
        .of(request.principal(), request.scope())
        .forEach(
            (action, extent) ->
                permissions.put(action.code(), extent.name().toLowerCase(Locale.ROOT)));
    return new Me(
        request.principal().actor().name(),
        request.principal().tenant().map(TenantId::value).orElse(null),
        request.principal().credential().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        permissions);
  }

  @GetMapping("/explain")
  @Operation(
      operationId = "explainAccess",
      summary = "Say why somebody may do something, or may not",
      description =
          "One's own permissions; those of others, and of assets that are hidden from who asks,"
              + " with the permission manage-access.")
  Explained explain(
      ScopeRequest request,
      @Schema(description = "Such as read-assets.") @RequestParam("action") String action,
      @Schema(description = "Such as user:alice; without, who asks.")
          @RequestParam(name = "actor", required = false)
          @Nullable String actor,
      @Schema(description = "An id, or a type and a qualified name: table:lake.orders.")
          @RequestParam(name = "asset", required = false)
          @Nullable String asset)
      throws IOException {
    Action asked = action(action);
    Actor whom = actor == null ? null : new Actor(actor);
    return new Explained(
        whom == null ? request.principal().actor().name() : whom.name(),
        asked.code(),
        access.explain(
            request.principal(),
            request.scope(),
            whom,
            asked,
            asset == null ? null : AssetLocator.parse(asset)));
  }

  private static Action action(String text) {
    return Arrays.stream(Action.values())
        .filter(action -> action.code().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                CatalogException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "action",
                    "actions are "
                        + Arrays.stream(Action.values())
                            .map(Action::code)
                            .collect(Collectors.joining(", "))));
  }

  @GetMapping("/simulate")
  @Operation(
      operationId = "simulateAccess",
      summary = "Say who would gain and who would lose what if a branch were merged",
      description =
          "For everybody of whom rules say something, by the assets of main; what roles tokens"
              + " and keys bring is not known.")
  Simulated simulate(ScopeRequest request) throws IOException {
    return new Simulated(
        access.simulate(request.principal(), request.scope()).stream()
            .map(
                effect ->
                    new Effect(
                        effect.actor().name(),
                        effect.action().code(),
                        Assets.of(effect.gained()),
                        Assets.of(effect.lost()),
                        effect.masksChange()))
            .toList());
  }
}
