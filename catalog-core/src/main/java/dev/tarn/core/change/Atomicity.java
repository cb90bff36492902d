package dev.tarn.core.change;

/** What a rejected change means for the others of its submission. */
public enum Atomicity {
  /** Nothing: each change stands for itself. */
  EACH,
  /** All are rejected. */
  ALL
}
