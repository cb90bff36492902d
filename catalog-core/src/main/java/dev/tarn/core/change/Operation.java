package dev.tarn.core.change;

import java.util.Locale;

/** What a log entry did to its entity; persisted by {@link #code()}. */
public enum Operation {
  CREATE,
  UPDATE,
  DELETE,
  RESTORE;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Operation ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
