package dev.tarn.signin.web;

import dev.tarn.core.scope.Origin;

/**
 * A request that was not let in.
 *
 * @param origin where it came from
 * @param method of HTTP
 * @param path of the request, without its query
 */
public record FailedSignIn(Reason reason, Origin origin, String method, String path) {
  /** Why; the answer does not say it. */
  public enum Reason {
    /** It had no credential. */
    MISSING,
    /** What it had is not known, is expired or revoked. */
    INVALID,
    /** Who signed in is blocked. */
    BLOCKED
  }
}
