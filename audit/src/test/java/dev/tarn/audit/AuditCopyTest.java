package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.scope.Actor;
import dev.tarn.testkit.InMemoryAuditTable;
import dev.tarn.testkit.InMemoryAuditTrail;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The table of an audit has what the audit has. */
class AuditCopyTest {
  private static final String ACME = "acme";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final InMemoryAuditTrail trail = new InMemoryAuditTrail();
  private final InMemoryAuditTable table = new InMemoryAuditTable();

  private void write(int events) {
    for (int i = 0; i < events; i++) {
      trail.record(
          ACME,
          new AuditEvent(
              NOON.plusSeconds(i),
              ACME,
              i % 2 == 0 ? "user:ann" : "user:bob",
              "api-key",
              null,
              null,
              null,
              "read-assets",
              "acme/main",
              AuditDecision.DENIED,
              null));
    }
  }

  private void copy() throws IOException {
    new AuditCopy(trail).run(ACME, table);
  }

  @Test
  void itFollowsInBatches() throws IOException {
    copy();
    assertThat(table.rows()).isEmpty();
    write(AuditQuery.MAX_LIMIT + 5);
    copy();
    assertThat(table.rows())
        .hasSize(AuditQuery.MAX_LIMIT + 5)
        .startsWith(trail.read(ACME, AuditQuery.allAfter(0)).toArray(new AuditEntry[0]));
    write(1);
    copy();
    copy();
    assertThat(table.rows()).hasSize(AuditQuery.MAX_LIMIT + 6);
  }

  @Test
  void whatIsRedactedIsReplaced() throws IOException {
    write(4);
    copy();
    assertThat(
            trail.redact(
                ACME,
                event ->
                    event.actor().equals("user:ann")
                        ? event.withWords("erased", null, null, event.resource(), null)
                        : event,
                Actor.SYSTEM,
                null))
        .isEqualTo(2);
    copy();
    assertThat(table.rows()).isEqualTo(trail.read(ACME, AuditQuery.allAfter(0))).hasSize(5);
    assertThat(table.rows().toString()).doesNotContain("user:ann");
  }
}
