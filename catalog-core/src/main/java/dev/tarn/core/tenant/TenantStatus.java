package dev.tarn.core.tenant;

import java.util.Locale;

/** Whether a tenant answers. */
public enum TenantStatus {
  ACTIVE,
  /** Operators only read and write it. */
  SUSPENDED,
  /** Its files are rewritten for a person's sake: it answers to nobody until that has ended. */
  REWRITING,
  /** Its deletion has begun; it ends by deleting it again. */
  DELETING;

  /** Returns the status's name in answers, such as {@code suspended}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
