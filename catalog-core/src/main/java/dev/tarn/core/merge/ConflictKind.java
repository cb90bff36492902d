package dev.tarn.core.merge;

import java.util.Locale;

/** In what two sides contradict each other. */
public enum ConflictKind {
  /** Both have changed a field, to different values. */
  FIELD,
  /** One has deleted what the other has changed, or has put something into. */
  DELETED,
  /** Both have given one name to two assets. */
  NAME,
  /** Together, their moves would put an asset into itself. */
  CONTAINMENT,
  /** Both have committed to a table, view or namespace. */
  TABLE;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
