package dev.tarn.signin.saml;

import org.jspecify.annotations.Nullable;

/** A message of a provider that is not believed; the message of this is for the log alone. */
final class RefusedMessageException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CHARS = 300;

  RefusedMessageException(String reason) {
    super(reason);
  }

  RefusedMessageException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  /**
   * Returns a refusal for a reason that java-saml gives, in which there may be words of the message
   * that is refused.
   */
  static RefusedMessageException of(@Nullable String reason) {
    String text = reason == null ? "not valid" : reason.replaceAll("\\p{Cntrl}", " ");
    return new RefusedMessageException(
        text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text);
  }
}
