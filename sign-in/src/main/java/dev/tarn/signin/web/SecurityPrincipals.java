package dev.tarn.signin.web;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Principal;
import dev.tarn.rest.request.Admission;
import dev.tarn.rest.request.PrincipalResolver;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Takes from Spring Security who was let in. The first question of a request is asked on the thread
 * that the security chain ran on; later ones find the answer at the request.
 */
public final class SecurityPrincipals implements PrincipalResolver {
  private static final String PRINCIPAL = SecurityPrincipals.class.getName() + ".principal";

  @Override
  public Principal principal(HttpServletRequest request) {
    if (request.getAttribute(PRINCIPAL) instanceof Principal known) {
      return known;
    }
    if (SecurityContextHolder.getContext().getAuthentication()
        instanceof SignedInAuthentication authentication) {
      Principal principal = authentication.signedIn().from(Origins.of(request));
      request.setAttribute(PRINCIPAL, principal);
      return principal;
    }
    throw new CatalogException(ErrorCode.UNAUTHENTICATED, "nobody is signed in");
  }

  @Override
  public Admission admission(HttpServletRequest request) {
    return Admissions.of(request);
  }
}
