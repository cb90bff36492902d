package dev.tarn.rest.request;

import java.util.Locale;

/** The errors of HTTP itself, beside those of the core. Codes are stable, and never used again. */
public enum HttpErrorCode {
  BAD_REQUEST(400),
  PATH_NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  UNSUPPORTED_MEDIA_TYPE(415);

  private final int httpStatus;

  HttpErrorCode(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** Returns the HTTP status that carries this error. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Returns the stable kebab-case code, such as {@code method-not-allowed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
