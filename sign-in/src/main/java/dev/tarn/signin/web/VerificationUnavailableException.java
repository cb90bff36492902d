package dev.tarn.signin.web;

import org.springframework.security.core.AuthenticationException;

/** Nobody can say now whether a credential is good. */
final class VerificationUnavailableException extends AuthenticationException {
  private static final long serialVersionUID = 1L;

  VerificationUnavailableException(Throwable cause) {
    super("the control database does not answer", cause);
  }
}
