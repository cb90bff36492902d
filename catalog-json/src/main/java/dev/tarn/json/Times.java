package dev.tarn.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Times as text: ISO-8601 in UTC with six digits of a second, {@code 2026-01-31T08:05:09.000042Z}.
 * Of one length, so that they sort as text; written by hand since it is on the path of every
 * change.
 */
final class Times {
  private static final int LENGTH = "2026-01-31T08:05:09.000042Z".length();
  private static final int MAX_YEAR = 9999;

  private Times() {}

  static String write(Instant time) {
    LocalDateTime at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    if (at.getYear() < 0 || at.getYear() > MAX_YEAR) {
      throw new IllegalArgumentException("not a time of the years 0 to 9999: " + time);
    }
    char[] text = new char[LENGTH];
    digits(text, 0, 4, at.getYear());
    text[4] = '-';
    digits(text, 5, 2, at.getMonthValue());
    text[7] = '-';
    digits(text, 8, 2, at.getDayOfMonth());
    text[10] = 'T';
    digits(text, 11, 2, at.getHour());
    text[13] = ':';
    digits(text, 14, 2, at.getMinute());
    text[16] = ':';
    digits(text, 17, 2, at.getSecond());
    text[19] = '.';
    digits(text, 20, 6, at.getNano() / 1_000);
    text[26] = 'Z';
    return new String(text);
  }

  /**
   * Reads any ISO-8601 time in UTC.
   *
   * @throws DateTimeException if the text is none
   */
  static Instant read(String text) {
    if (text.length() != LENGTH || text.charAt(19) != '.' || text.charAt(26) != 'Z') {
      return Instant.parse(text);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 2),
            number(text, 8, 2),
            number(text, 11, 2),
            number(text, 14, 2),
            number(text, 17, 2),
            number(text, 20, 6) * 1_000)
        .toInstant(ZoneOffset.UTC);
  }

  private static void digits(char[] text, int at, int count, int number) {
    int rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static int number(String text, int at, int count) {
    int number = 0;
    for (int i = at; i < at + count; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeParseException("not a digit", text, i);
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
