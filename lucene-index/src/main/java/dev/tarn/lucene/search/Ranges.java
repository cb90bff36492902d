package dev.tarn.lucene.search;

import dev.tarn.core.error.CatalogException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** Ranges of times and of scores; {@code *} is no bound. */
final class Ranges {
  private static final String OPEN = "*";
  private static final int MAX_CHARS = 64;
  private static final BigDecimal SCALE = BigDecimal.valueOf(SearchFields.SCORE_SCALE);
  private static final BigDecimal MAX_SCORE = BigDecimal.valueOf(1_000_000);

  private Ranges() {}

  /** A time span: from its first millisecond to before the next one's. */
  private record Span(Instant start, Instant end) {}

  /**
   * Returns the query for times. A year, a month or a day is all of it.
   *
   * @param refusal makes the error for a message
   */
  static Query ofTime(
      SearchField field,
      String lower,
      String upper,
      boolean withLower,
      boolean withUpper,
      Function<String, CatalogException> refusal) {
    Span from = span(lower, refusal);
    Span to = span(upper, refusal);
    long least = Long.MIN_VALUE;
    if (from != null) {
      least = (withLower ? from.start() : from.end()).toEpochMilli();
    }
    long most = Long.MAX_VALUE;
    if (to != null) {
      most = (withUpper ? to.end() : to.start()).toEpochMilli() - 1;
    }
    return NumericDocValuesField.newSlowRangeQuery(field.indexed(), least, most);
  }

  private static @Nullable Span span(String text, Function<String, CatalogException> refusal) {
    if (text.equals(OPEN)) {
      return null;
    }
    try {
      return switch (text.length()) {
        case 4 -> {
          Year year = Year.parse(text);
          yield days(year.atDay(1), year.plusYears(1).atDay(1));
        }
        case 7 -> {
          YearMonth month = YearMonth.parse(text);
          yield days(month.atDay(1), month.plusMonths(1).atDay(1));
        }
        case 10 -> {
          LocalDate day = LocalDate.parse(text);
          yield days(day, day.plusDays(1));
        }
        default -> {
          Instant instant = instant(text);
          yield new Span(instant, instant.plusMillis(1));
        }
      };
    } catch (DateTimeException e) {
      throw refusal.apply(
          "a time is 2026, 2026-01, 2026-01-31, 2026-01-31T12:00:00Z or *; in UTC if nothing is"
              + " said, and in quotes where it has colons");
    }
  }

  private static Instant instant(String text) {
    if (text.length() > MAX_CHARS) {
      throw new DateTimeException("too long");
    }
    Instant instant =
        text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > 10
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    if (instant.atOffset(ZoneOffset.UTC).getYear() < 0
        || instant.atOffset(ZoneOffset.UTC).getYear() > Year.MAX_VALUE / 1_000) {
      throw new DateTimeException("beyond what milliseconds count");
    }
    return instant;
  }

  private static Span days(LocalDate from, LocalDate to) {
    return new Span(
        from.atStartOfDay(ZoneOffset.UTC).toInstant(), to.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /**
   * Returns the query for scores.
   *
   * @param refusal makes the error for a message
   */
  static Query ofScore(
      SearchField field,
      String lower,
      String upper,
      boolean withLower,
      boolean withUpper,
      Function<String, CatalogException> refusal) {
    BigDecimal from = scaled(lower, refusal);
    BigDecimal to = scaled(upper, refusal);
    long least = 0;
    if (from != null) {
      least = from.setScale(0, RoundingMode.CEILING).longValueExact();
      least += !withLower && isWhole(from) ? 1 : 0;
    }
    long most = Long.MAX_VALUE;
    if (to != null) {
      most = to.setScale(0, RoundingMode.FLOOR).longValueExact();
      most -= !withUpper && isWhole(to) ? 1 : 0;
    }
    return NumericDocValuesField.newSlowRangeQuery(field.indexed(), least, most);
  }

  private static boolean isWhole(BigDecimal number) {
    return number.setScale(0, RoundingMode.FLOOR).compareTo(number) == 0;
  }

  private static @Nullable BigDecimal scaled(
      String text, Function<String, CatalogException> refusal) {
    if (text.equals(OPEN)) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text.length() > MAX_CHARS ? "" : text);
      if (number.abs().compareTo(MAX_SCORE) > 0 || Math.abs(number.scale()) > MAX_CHARS) {
        throw refusal.apply("a score is a number from 0 to 1");
      }
      return number.multiply(SCALE);
    } catch (NumberFormatException e) {
      throw refusal.apply("a score is a number from 0 to 1, or *");
    }
  }
}
