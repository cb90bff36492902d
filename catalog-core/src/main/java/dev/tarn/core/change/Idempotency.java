package dev.tarn.core.change;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;

/**
 * A request's claim to be applied once.
 *
 * @param key the client's, 1 to 128 printable ASCII characters; scoped by tenant, branch and actor
 * @param fingerprint a digest of the request, so that the key cannot stand for two requests
 */
public record Idempotency(String key, String fingerprint) {
  /** The longest key, in characters. */
  public static final int MAX_KEY_CHARS = 128;

  public Idempotency {
    if (key.isEmpty()
        || key.length() > MAX_KEY_CHARS
        || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          "Idempotency-Key",
          "an idempotency key is 1 to " + MAX_KEY_CHARS + " printable ASCII characters");
    }
  }
}
