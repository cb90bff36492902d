package dev.tarn.rest.request;

import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Idempotency;
import dev.tarn.core.scope.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A request that writes.
 *
 * @param expectedVersion from {@code If-Match}, or 0 for {@code If-None-Match: *}; null: any
 * @param idempotencyKey from the header of this name
 * @param target method, path and query, as they came
 */
public record WriteRequest(
    Scope scope,
    ChangeContext context,
    @Nullable Long expectedVersion,
    @Nullable String idempotencyKey,
    String target) {

  /** Returns the context, of this source where the request names none. */
  public ChangeContext context(String defaultSource) {
    return context.source() == null
        ? new ChangeContext(
            context.principal(), context.requestId(), defaultSource, context.reason())
        : context;
  }

  /** Returns the claim to be applied once, if the request makes one. */
  public @Nullable Idempotency idempotency(byte[] body) {
    return idempotencyKey == null ? null : new Idempotency(idempotencyKey, fingerprint(body));
  }

  private String fingerprint(byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(target.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
