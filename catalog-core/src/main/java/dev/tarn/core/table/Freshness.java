package dev.tarn.core.table;

/** How new an answer about names must be. Of a stale answer no commit can be made: it conflicts. */
public enum Freshness {
  /**
   * All that this process has committed, and what it has heard of others, which it asks for from
   * time to time. Costs nothing.
   */
  KNOWN,

  /**
   * All that any process had committed when it was asked. Where others may, costs a short question
   * to the store.
   */
  NEWEST
}
