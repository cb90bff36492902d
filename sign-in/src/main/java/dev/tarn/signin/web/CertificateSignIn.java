package dev.tarn.signin.web;

import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.BlockedActors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in who shows a certificate in TLS whose whole subject is one of the settings. The container
 * has made sure that a trusted authority has issued it; that it has not ended meanwhile is made
 * sure of here, as connections last. A bearer credential goes before it.
 */
public final class CertificateSignIn extends OncePerRequestFilter {
  /** Where containers put a client's chain, its own certificate first. */
  private static final String CHAIN = "jakarta.servlet.request.X509Certificate";

  private final Map<X500Principal, SignedIn> bySubject;
  private final BlockedActors blocked;
  private final Clock clock;

  public CertificateSignIn(
      Map<X500Principal, SignedIn> bySubject, BlockedActors blocked, Clock clock) {
    this.clock = clock;
    this.bySubject = Map.copyOf(bySubject);
    this.blocked = blocked;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SignedIn signedIn = bySubject.isEmpty() ? null : signedIn(request);
    if (signedIn != null) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(new SignedInAuthentication(signedIn));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private @Nullable SignedIn signedIn(HttpServletRequest request) {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) != null
        || SecurityContextHolder.getContext().getAuthentication() != null
        || !(request.getAttribute(CHAIN) instanceof X509Certificate[] certificates)
        || certificates.length == 0) {
      return null;
    }
    X509Certificate certificate = certificates[0];
    SignedIn found = bySubject.get(certificate.getSubjectX500Principal());
    if (found == null || !isGood(certificate, found)) {
      return null;
    }
    Admissions.keep(request, () -> isGood(certificate, found));
    return found;
  }

  private boolean isGood(X509Certificate certificate, SignedIn signedIn) {
    Instant now = clock.instant();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant())
        && !(signedIn.tenant().isPresent()
            && blocked.isBlocked(signedIn.tenant().get(), signedIn.actor()));
  }
}
