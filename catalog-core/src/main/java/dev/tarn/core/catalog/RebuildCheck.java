package dev.tarn.core.catalog;

/** What is compared before a rebuilt index serves. */
public enum RebuildCheck {
  /** How many assets of each type and how many relationships were read, and how many are there. */
  COUNTS,
  /** That, and every entity at one commit. */
  EVERYTHING
}
