package dev.tarn.lucene;

import java.io.IOException;

/** An index that is whole, but not in the format that this version of Tarn writes. */
final class UnusableIndexException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableIndexException(String message) {
    super(message);
  }
}
