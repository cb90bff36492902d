package dev.tarn.audit;

import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTable;
import dev.tarn.core.audit.AuditTrail;
import java.io.IOException;
import java.util.List;

/** Brings the table of a tenant's audit to where the audit is. */
public final class AuditCopy {
  private final AuditTrail trail;

  public AuditCopy(AuditTrail trail) {
    this.trail = trail;
  }

  /**
   * Copies what is new, in batches of {@link AuditQuery#MAX_LIMIT}. What was redacted is replaced
   * before the table has the entry that says so.
   *
   * @param chain the tenant's
   */
  public void run(String chain, AuditTable table) throws IOException {
    List<AuditEntry> entries;
    do {
      entries = trail.read(chain, AuditQuery.allAfter(table.lastNumber()));
      if (entries.stream().anyMatch(entry -> entry.event().action().equals(AuditTrail.REDACTION))) {
        table.redact((number, limit) -> trail.read(chain, after(number, limit)));
      }
      if (!entries.isEmpty()) {
        table.append(entries);
      }
    } while (entries.size() == AuditQuery.MAX_LIMIT);
  }

  private static AuditQuery after(long number, int limit) {
    return new AuditQuery(null, null, null, null, null, number, limit);
  }
}
