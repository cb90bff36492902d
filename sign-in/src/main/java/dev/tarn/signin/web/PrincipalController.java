package dev.tarn.signin.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.scope.Principal;
import dev.tarn.rest.request.ScopeRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says to whoever asks who they are. */
@RestController
@Tag(name = "Sign-in")
public final class PrincipalController {
  @GetMapping("/api/v1/principal")
  @Operation(operationId = "principal", summary = "Who you are, and what you have signed in with")
  PrincipalView principal(ScopeRequest request) {
    Principal principal = request.principal();
    return new PrincipalView(
        principal.actor().name(),
        principal.tenant().map(tenant -> tenant.value()).orElse(null),
        principal.roles().stream().sorted().toList(),
        principal.teams().stream().sorted().toList(),
        principal.credential().scopes().stream().sorted().toList(),
        principal.credential().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        principal.credential().id());
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Principal", description = "Someone who is signed in.")
  record PrincipalView(
      String actor,
      @Schema(description = "The tenant; none for operators.") @Nullable String tenant,
      @Schema(description = "Those that the credential brings.") List<String> roles,
      @Schema(description = "Those that the credential brings.") List<String> teams,
      @Schema(description = "The actions that it is good for; empty for all.") List<String> scopes,
      @Schema(description = "The kind of credential, such as api-key.") String credential,
      @Schema(description = "Names the key, token or session.") @Nullable String credentialId) {}
}
