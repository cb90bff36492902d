package dev.tarn.core.asset;

import java.util.Locale;

/** Where an asset stands in its life; persisted by {@link #code()}. */
public enum AssetStatus {
  DRAFT,
  ACTIVE,
  DEPRECATED,
  /** Only in tombstones: what {@code restore} brings back. */
  DELETED;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static AssetStatus ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
