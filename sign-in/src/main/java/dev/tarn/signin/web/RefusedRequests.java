package dev.tarn.signin.web;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.rest.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Answers requests that are not let in, in the form of the protocol that they speak. */
public final class RefusedRequests
    implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);
  private static final String CHALLENGE = "Bearer realm=\"tarn\"";
  private static final String CHALLENGE_AGAIN = CHALLENGE + ", error=\"invalid_token\"";

  private final Refusals refusals;
  private final SignInReports reports;

  public RefusedRequests(Refusals refusals, SignInReports reports) {
    this.refusals = refusals;
    this.reports = reports;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof VerificationUnavailableException) {
      LOG.atWarn()
          .setMessage("A credential could not be looked up")
          .setCause(failure.getCause())
          .log();
      refusals.answer(
          new CatalogException(
              ErrorCode.STORAGE_UNAVAILABLE, "a store does not answer as it should"),
          request,
          response);
      return;
    }
    boolean isMissing = failure instanceof InsufficientAuthenticationException;
    FailedSignIn.Reason reason =
        isMissing
            ? FailedSignIn.Reason.MISSING
            : failure instanceof DisabledException
                ? FailedSignIn.Reason.BLOCKED
                : FailedSignIn.Reason.INVALID;
    reports.failed(reason, request);
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, isMissing ? CHALLENGE : CHALLENGE_AGAIN);
    refusals.answer(
        new CatalogException(
            ErrorCode.UNAUTHENTICATED,
            isMissing
                ? "sign in first, with Authorization: Bearer and a key or a token"
                : "the credential is not good, or not any more"),
        request,
        response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    refusals.answer(
        new CatalogException(ErrorCode.PERMISSION_DENIED, "this is for operators"),
        request,
        response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
      throws IOException {
    refusals.answer(
        new CatalogException(
            ErrorCode.INVALID_REQUEST, "the path or a header of the request is not well formed"),
        request,
        response);
  }
}
