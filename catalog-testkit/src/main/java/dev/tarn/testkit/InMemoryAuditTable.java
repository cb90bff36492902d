package dev.tarn.testkit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A copy of an audit in memory. Thread safe. */
public final class InMemoryAuditTable implements AuditTable {
  private final List<AuditEntry> rows = new ArrayList<>();
  private long lastNumber;

  @Override
  public synchronized long lastNumber() {
    return lastNumber;
  }

  @Override
  public synchronized void append(List<AuditEntry> entries) {
    if (lastNumber < entries.getFirst().number()) {
      rows.addAll(entries);
      lastNumber = entries.getLast().number();
    }
  }

  @Override
  public synchronized void redact(Entries current) {
    rows.replaceAll(
        row ->
            current.after(row.number() - 1, 1).stream()
                .filter(entry -> entry.number() == row.number())
                .findFirst()
                .orElse(row));
  }

  @Override
  public synchronized void expire(Instant before) {
    rows.removeIf(row -> row.event().time().isBefore(before));
  }

  /** Returns what it holds. */
  public synchronized List<AuditEntry> rows() {
    return List.copyOf(rows);
  }
}
