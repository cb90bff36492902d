package dev.tarn.core.review;

import java.util.Locale;

/** How far a change request is. */
public enum ReviewState {
  OPEN,
  APPROVED,
  CHANGES_REQUESTED,
  MERGED,
  CLOSED;

  /** Returns the word in requests and answers, such as {@code changes-requested}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads {@link #code()}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ReviewState ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns whether it has come to an end. */
  public boolean isOver() {
    return this == MERGED || this == CLOSED;
  }
}
