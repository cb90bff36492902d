package dev.tarn.signin.session;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.rest.Refusals;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.web.Admissions;
import dev.tarn.signin.web.RefusedRequests;
import dev.tarn.signin.web.SignedInAuthentication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a browser's session go on while the person is who they were, and lets it write only from
 * pages of this server: a browser sends the cookie along whoever has made the page.
 */
public final class SessionCheck extends OncePerRequestFilter {
  /** Set by browsers, and out of reach of the pages in them. */
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private static final String OWN_PAGES = "same-origin";
  private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final BlockedActors blocked;
  private final RefusedRequests refused;
  private final Refusals refusals;
  private final Clock clock;
  private final RequestMatcher messages;

  /**
   * @param messages what other sites send browsers to with signed messages; a session is no part of
   *     those
   */
  public SessionCheck(
      BlockedActors blocked,
      RefusedRequests refused,
      Refusals refusals,
      Clock clock,
      RequestMatcher messages) {
    this.blocked = blocked;
    this.refused = refused;
    this.refusals = refusals;
    this.clock = clock;
    this.messages = messages;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return messages.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!(SecurityContextHolder.getContext().getAuthentication()
            instanceof SignedInAuthentication authentication)
        || authentication.signedIn().credential().kind() != Credential.Kind.SESSION) {
      chain.doFilter(request, response);
      return;
    }
    SignedIn signedIn = authentication.signedIn();
    HttpSession session = request.getSession(false);
    if (isBlocked(signedIn)) {
      end(request, response, session, new DisabledException("blocked"));
    } else if (session == null
        || !(session.getAttribute(BrowserSession.ATTRIBUTE) instanceof BrowserSession kept)
        || !kept.goesOn(clock.instant())) {
      end(request, response, session, new CredentialsExpiredException("over"));
    } else if (!READING_METHODS.contains(request.getMethod())
        && !OWN_PAGES.equals(request.getHeader(FETCH_SITE))) {
      refusals.answer(
          new CatalogException(
              ErrorCode.PERMISSION_DENIED,
              "a session writes from pages of this server only; programs use a key or a token"),
          request,
          response);
    } else {
      Admissions.keep(request, () -> kept.goesOn(clock.instant()) && !isBlocked(signedIn));
      chain.doFilter(request, response);
    }
  }

  private boolean isBlocked(SignedIn signedIn) {
    return signedIn.tenant().isPresent()
        && blocked.isBlocked(signedIn.tenant().get(), signedIn.actor());
  }

  private void end(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable HttpSession session,
      AuthenticationException reason)
      throws IOException {
    if (session != null) {
      session.invalidate();
    }
    SecurityContextHolder.clearContext();
    refused.commence(request, response, reason);
  }
}
