package dev.tarn.core.type;

import java.util.Locale;

/** What an attribute's value is; persisted by {@link #code()}. */
public enum AttributeKind {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  /** ISO-8601 with offset, kept as text in UTC. */
  TIMESTAMP,
  /** ISO-8601 calendar date, kept as text. */
  DATE,
  /** One of the definition's values. */
  ENUM,
  /** A list whose elements have the definition's element kind. */
  LIST,
  /** A map from strings to the definition's element kind. */
  MAP,
  /** The id of an asset. */
  REFERENCE,
  /** Any value: for what no schema describes. */
  JSON;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static AttributeKind ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
