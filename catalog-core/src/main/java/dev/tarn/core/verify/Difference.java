package dev.tarn.core.verify;

import java.util.List;
import java.util.Locale;

/**
 * Something that the index has otherwise than the tables.
 *
 * @param kind {@code asset}, {@code relationship}, {@code asset-type}, {@code relationship-type} or
 *     {@code keyed-request}
 * @param key the id, or the name of a type, or the actor and key of a request; empty where it is
 *     about all of the kind
 * @param name for people: type and qualified name of an asset, type and ends of a relationship
 * @param fields what differs, where {@link Problem#DIFFERENT}
 */
public record Difference(
    String kind, String key, String name, Problem problem, List<String> fields) {
  /** What is wrong. */
  public enum Problem {
    /** The tables have it and the index has not. */
    MISSING_IN_INDEX,
    /** The index has it and the tables have not. */
    ONLY_IN_INDEX,
    /** Both have it, in two states. */
    DIFFERENT,
    TWICE_IN_INDEX,
    TWICE_IN_TABLES,
    /** The index counts more or less of the kind than it holds. */
    WRONG_COUNT;

    /** Returns the stable form, such as {@code missing-in-index}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Difference {
    fields = List.copyOf(fields);
  }
}
