package dev.tarn.core.asset;

import java.util.Locale;

/**
 * Where an asset stands in its life; persisted by {@link #code()}.
 *
 * <p>The last three are only in tombstones, which restore brings back: each remembers the status
 * that the asset had.
 */
public enum AssetStatus {
  DRAFT,
  ACTIVE,
  DEPRECATED,
  /** Deleted while active. */
  DELETED,
  /** Deleted while a draft. */
  DELETED_DRAFT,
  /** Deleted while deprecated. */
  DELETED_DEPRECATED;

  /** Returns the persisted form, such as {@code deleted-draft}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the persisted form. */
  public static AssetStatus ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns true for a tombstone. */
  public boolean isDeleted() {
    return this == DELETED || this == DELETED_DRAFT || this == DELETED_DEPRECATED;
  }

  /** Returns the tombstone's status of an asset that has this one. */
  public AssetStatus deleted() {
    return switch (this) {
      case DRAFT, DELETED_DRAFT -> DELETED_DRAFT;
      case ACTIVE, DELETED -> DELETED;
      case DEPRECATED, DELETED_DEPRECATED -> DELETED_DEPRECATED;
    };
  }

  /** Returns the status that restore brings back. */
  public AssetStatus restored() {
    return switch (this) {
      case DRAFT, DELETED_DRAFT -> DRAFT;
      case ACTIVE, DELETED -> ACTIVE;
      case DEPRECATED, DELETED_DEPRECATED -> DEPRECATED;
    };
  }
}
