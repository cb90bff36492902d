package dev.tarn.core.table;

/** What a name can stand for. */
public enum PointerKind {
  TABLE,
  VIEW,
  NAMESPACE
}
