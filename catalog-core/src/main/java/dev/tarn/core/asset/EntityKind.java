package dev.tarn.core.asset;

import java.util.Locale;

/** The kinds of entity that the log holds; persisted by {@link #code()}. */
public enum EntityKind {
  ASSET,
  RELATIONSHIP,
  ASSET_TYPE,
  RELATIONSHIP_TYPE;

  /** Returns the persisted form, such as {@code asset-type}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the persisted form. */
  public static EntityKind ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
