package dev.tarn.core.review;

import java.util.Locale;

/** What a reviewer thinks of a change request. */
public enum Verdict {
  /** It may be merged. */
  APPROVE,
  /** It may not, as it is. */
  REQUEST_CHANGES;

  /** Returns the word in requests and answers, such as {@code request-changes}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads {@link #code()}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Verdict ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
