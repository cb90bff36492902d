package dev.tarn.core.audit;

import java.util.Locale;

/** What was decided. */
public enum AuditDecision {
  ALLOWED,
  DENIED;

  /** Returns the decision's name in answers, such as {@code denied}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
