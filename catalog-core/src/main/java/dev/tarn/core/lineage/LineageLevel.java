package dev.tarn.core.lineage;

/** Where a walk begins. */
public enum LineageLevel {
  /** At the asset. */
  ASSET,
  /** At the columns that the asset contains; at the asset itself if it is a column. */
  COLUMN
}
