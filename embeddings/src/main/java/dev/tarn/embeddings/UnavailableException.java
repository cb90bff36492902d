package dev.tarn.embeddings;

/** The model, or a library that it needs, cannot be used in this process. */
final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  UnavailableException(Throwable cause) {
    super(cause);
  }
}
