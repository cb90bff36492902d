package dev.tarn.core.change;

/** What becomes of fields that a change does not name. */
public enum UpsertMode {
  /** Fields that are not named stay; attributes merge by name, maps by key. */
  MERGE,
  /** Fields that are not named are cleared. */
  REPLACE
}
