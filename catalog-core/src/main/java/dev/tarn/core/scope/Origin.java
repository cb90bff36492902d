package dev.tarn.core.scope;

import org.jspecify.annotations.Nullable;

/**
 * Where a request came from.
 *
 * @param address of the client; null where it is not known, or there is none
 * @param requestId identifies the request in logs, traces and the audit; null where there is none
 */
public record Origin(@Nullable String address, @Nullable String requestId) {
  /** Of what the process asks by itself. */
  public static final Origin IN_PROCESS = new Origin(null, null);
}
