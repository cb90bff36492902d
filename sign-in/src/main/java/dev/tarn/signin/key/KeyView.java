package dev.tarn.signin.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Key", description = "A key of a program.")
record KeyView(
    String id,
    @Schema(description = "The tenant; none for operators' keys.") @Nullable String tenant,
    String actor,
    String description,
    List<String> roles,
    @Schema(description = "The actions that it is good for; empty for all.") List<String> scopes,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Schema(description = "To the minute.") @Nullable Instant lastUsedAt,
    @Nullable String lastUsedFrom,
    @Schema(description = "The key itself; only where it was just made.") @Nullable String key) {
  static KeyView of(ApiKey key, @Nullable String text) {
    return new KeyView(
        key.id(),
        key.tenant() == null ? null : key.tenant().value(),
        key.actor().name(),
        key.description(),
        key.roles().stream().sorted().toList(),
        key.scopes().stream().sorted().toList(),
        key.createdAt(),
        key.createdBy().name(),
        key.expiresAt(),
        key.revokedAt(),
        key.lastUsedAt(),
        key.lastUsedFrom(),
        text);
  }
}
