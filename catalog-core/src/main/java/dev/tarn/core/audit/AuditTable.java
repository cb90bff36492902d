package dev.tarn.core.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The table that a tenant's audit is copied to, for engines. It is written by any number of
 * servers; each entry comes into it once.
 */
public interface AuditTable {
  /** Reads entries of the audit, in the order of their numbers. */
  @FunctionalInterface
  interface Entries {
    /** Returns at most so many entries with higher numbers. */
    List<AuditEntry> after(long number, int limit);
  }

  /** Returns the number of the last entry that the table has had; 0 if it has had none. */
  long lastNumber() throws IOException;

  /**
   * Adds entries, durably when it returns; does nothing if the table has had one of them.
   *
   * @param entries by number, at least one
   */
  void append(List<AuditEntry> entries) throws IOException;

  /** Puts entries that were redacted in the place of what they had been. */
  void redact(Entries current) throws IOException;

  /** Takes out the days that are over before a time. */
  void expire(Instant before) throws IOException;
}
