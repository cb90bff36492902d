package dev.tarn.core.lineage;

/** One way along a relationship. */
public enum Flow {
  /** Against the relationship: from its target to its source. */
  UPSTREAM,
  /** With the relationship: from its source to its target. */
  DOWNSTREAM;

  /** Returns the other way. */
  public Flow opposite() {
    return this == UPSTREAM ? DOWNSTREAM : UPSTREAM;
  }
}
