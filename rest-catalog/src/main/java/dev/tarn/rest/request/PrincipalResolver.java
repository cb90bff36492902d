package dev.tarn.rest.request;

import dev.tarn.core.scope.Principal;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Says who makes a request. What it trusts is its own business; a header that anyone can send is
 * nothing to trust.
 */
@FunctionalInterface
public interface PrincipalResolver {
  /**
   * Returns the principal.
   *
   * @throws dev.tarn.core.error.CatalogException {@code unauthenticated}
   */
  Principal principal(HttpServletRequest request);

  /**
   * Returns what tells whether the credential of a request lasts, for answers that last. Called by
   * the request's thread.
   */
  default Admission admission(HttpServletRequest request) {
    return Admission.LASTING;
  }
}
