package dev.tarn.rest.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event of the audit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AuditEvent", description = "Something that was refused, or that only few may do.")
record AuditView(
    @Schema(description = "Its place in the chain, from 1, without gaps.") long number,
    String time,
    @Schema(description = "The tenant that was asked about.") String tenant,
    String actor,
    @Schema(example = "api-key") String credentialKind,
    @Schema(description = "Names the key or token, never the secret.")
        @Nullable String credentialId,
    @Nullable String address,
    @Nullable String requestId,
    @Schema(example = "manage-branches") String action,
    @Schema(example = "acme/main") String resource,
    @Schema(description = "allowed or denied.") String decision,
    @Nullable String reason,
    @Schema(description = "Random bytes, part of the hash.") @Nullable String salt,
    @Schema(description = "SHA-256 over the hash before and this event.") String hash) {
  static AuditView of(AuditEntry entry) {
    AuditEvent event = entry.event();
    return new AuditView(
        entry.number(),
        event.time().toString(),
        event.tenant(),
        event.actor(),
        event.credentialKind(),
        event.credentialId(),
        event.address(),
        event.requestId(),
        event.action(),
        event.resource(),
        event.decision().code(),
        event.reason(),
        entry.salt(),
        entry.hash());
  }
}
