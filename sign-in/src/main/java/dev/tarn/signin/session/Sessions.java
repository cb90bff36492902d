package dev.tarn.signin.session;

import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.web.RefusedRequests;
import dev.tarn.signin.web.SignedInAuthentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Makes sessions of logins that a provider has let through. */
public final class Sessions {
  private final BlockedActors blocked;
  private final RefusedRequests refused;
  private final Clock clock;
  private final SessionRules rules;
  private final HttpSessionSecurityContextRepository contexts =
      new HttpSessionSecurityContextRepository();

  public Sessions(BlockedActors blocked, RefusedRequests refused, Clock clock, SessionRules rules) {
    this.blocked = blocked;
    this.refused = refused;
    this.clock = clock;
    this.rules = rules;
  }

  /**
   * Begins a session, and sends the browser to where it goes after a login; refuses who is blocked.
   *
   * @param endsAtLatest what the provider says; the session may end before, by the rules
   */
  public void begin(
      HttpServletRequest request,
      HttpServletResponse response,
      SignedIn signedIn,
      Instant endsAtLatest,
      ProviderCheck provider)
      throws IOException {
    if (signedIn.tenant().isPresent()
        && blocked.isBlocked(signedIn.tenant().get(), signedIn.actor())) {
      refuse(request, response);
      return;
    }
    // Nothing of a session that was there before, nor its name, is of use in this one.
    end(request);
    Instant ends = clock.instant().plus(rules.lifetime());
    request
        .getSession()
        .setAttribute(
            BrowserSession.ATTRIBUTE,
            new BrowserSession(ends.isBefore(endsAtLatest) ? ends : endsAtLatest, provider));
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new SignedInAuthentication(signedIn));
    contexts.saveContext(context, request, response);
    response.sendRedirect(rules.target());
  }

  /** Refuses a login, and ends what the browser has had before. */
  public void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    end(request);
    SecurityContextHolder.clearContext();
    refused.commence(request, response, new BadCredentialsException("nobody here"));
  }

  private static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
