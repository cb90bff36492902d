package dev.tarn.core.catalog;

import java.util.Locale;

/** How a run stands. */
public enum RunStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Returns the stable form. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
