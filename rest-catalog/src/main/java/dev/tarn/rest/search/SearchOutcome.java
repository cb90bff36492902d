package dev.tarn.rest.search;

/** How a search ended. */
public enum SearchOutcome {
  /** With all that was asked for. */
  WHOLE,
  /** With what a limit left of it; the answer says which. */
  PARTIAL,
  /** Not: the request is wrong. */
  REFUSED,
  /** Not: the index failed. */
  FAILED
}
