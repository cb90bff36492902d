package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.control.ControlDatabase;
import dev.tarn.control.ControlSettings;
import dev.tarn.core.audit.AuditAnchors;
import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditVerification;
import dev.tarn.core.audit.HashChain;
import dev.tarn.core.scope.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written to the audit is what is read, and whatever was done to it shows. */
class DatabaseAuditTrailTest {
  private static final String ACME = "acme";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final int EVENTS = 12;

  @TempDir Path folder;

  private final KeptAnchors anchors = new KeptAnchors();
  private ControlDatabase database;
  private Instant now = NOON;
  private DatabaseAuditTrail trail;

  /** Anchors in memory. */
  private static final class KeptAnchors implements AuditAnchors {
    private final Map<String, AuditLink> kept = new HashMap<>();

    @Override
    public Optional<AuditLink> find(String chain) {
      return Optional.ofNullable(kept.get(chain));
    }

    @Override
    public void keep(String chain, AuditLink link) {
      kept.put(chain, link);
    }
  }

  @BeforeEach
  void open() {
    database = ControlDatabase.open(ControlSettings.embedded(folder));
    trail = new DatabaseAuditTrail(database, () -> anchors, () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private AuditEvent event(long number) {
    return new AuditEvent(
        now,
        ACME,
        number % 2 == 0 ? "user:alice" : "user:bob",
        "api-key",
        number % 3 == 0 ? null : "key-" + number,
        "192.0.2." + number,
        "request-" + number,
        number % 2 == 0 ? "manage-branches" : "read-assets",
        "acme/main",
        number % 2 == 0 ? AuditDecision.ALLOWED : AuditDecision.DENIED,
        number % 2 == 0 ? null : "nö, \"not\" you\n");
  }

  /** Writes the events, a minute apart. */
  private void write(int events) {
    for (int i = 1; i <= events; i++) {
      trail.record(ACME, event(i));
      now = now.plus(Duration.ofMinutes(1));
    }
  }

  private void sql(String statement) {
    database.sql().sql(statement).update();
  }

  private void assertBroken(long at) {
    AuditVerification found = trail.verify(ACME);
    assertThat(found.holds()).isFalse();
    assertThat(found.brokenAt()).as(found.problem()).isEqualTo(at);
  }

  @Test
  void whatWasWrittenIsRead() {
    now = NOON;
    List<AuditEvent> written = new ArrayList<>();
    for (int i = 1; i <= EVENTS; i++) {
      AuditEvent event = event(i);
      trail.record(ACME, event);
      written.add(event);
      now = now.plusSeconds(1);
    }
    List<AuditEntry> read = trail.read(ACME, AuditQuery.allAfter(0));
    assertThat(read).extracting(AuditEntry::event).isEqualTo(written);
    assertThat(read)
        .extracting(AuditEntry::number)
        .isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
    assertThat(trail.verify(ACME)).isEqualTo(new AuditVerification(EVENTS, 1, null, null));
    assertThat(trail.chains()).containsExactly(ACME);
    assertThat(trail.read("globex", AuditQuery.allAfter(0))).isEmpty();
  }

  @Test
  void entriesAreFound() {
    write(EVENTS);
    AuditQuery alice = new AuditQuery("user:alice", null, null, null, null, 0, 3);
    assertThat(trail.read(ACME, alice)).extracting(AuditEntry::number).containsExactly(2L, 4L, 6L);
    assertThat(trail.read(ACME, alice.after(6)))
        .extracting(AuditEntry::number)
        .containsExactly(8L, 10L, 12L);
    AuditQuery denied =
        new AuditQuery(
            null,
            "read-assets",
            AuditDecision.DENIED,
            NOON.plus(Duration.ofMinutes(4)),
            NOON.plus(Duration.ofMinutes(8)),
            0,
            10);
    assertThat(trail.read(ACME, denied)).extracting(AuditEntry::number).containsExactly(5L, 7L);
  }

  @Test
  void eachFieldThatIsChangedShows() {
    write(EVENTS);
    Map<String, String> changes = new HashMap<>();
    changes.put("at_millis", "at_millis + 1");
    changes.put("asked_tenant", "'globex'");
    changes.put("actor", "'user:eve'");
    changes.put("credential_kind", "'session'");
    changes.put("credential_id", "'other'");
    changes.put("address", "NULL");
    changes.put("request_id", "''");
    changes.put("action", "'read-types'");
    changes.put("resource", "'acme/dev'");
    changes.put("decision", "'allowed'");
    changes.put("reason", "NULL");
    changes.put("salt", "NULL");
    changes.forEach(
        (column, value) -> {
          sql("CREATE TABLE before_change AS SELECT * FROM audit_events WHERE number = 5");
          sql("UPDATE audit_events SET " + column + " = " + value + " WHERE number = 5");
          assertBroken(5);
          sql("DELETE FROM audit_events WHERE number = 5");
          sql("INSERT INTO audit_events SELECT * FROM before_change");
          sql("DROP TABLE before_change");
          assertThat(trail.verify(ACME).holds()).isTrue();
        });
  }

  @Test
  void anEntryThatIsRewrittenWithItsHashShowsInTheNextOne() {
    write(EVENTS);
    AuditEntry before = trail.read(ACME, AuditQuery.allAfter(3)).getFirst();
    AuditLink forged = HashChain.next(new AuditLink(4, before.hash()), event(99), null);
    database
        .sql()
        .sql(
            "UPDATE audit_events SET actor = 'user:bob', credential_id = NULL, salt = NULL, address"
                + " = '192.0.2.99', request_id = 'request-99', action = 'read-assets', hash = ?"
                + " WHERE number = 5")
        .param(forged.hash())
        .update();
    AuditVerification found = trail.verify(ACME);
    assertThat(found.brokenAt()).isIn(5L, 6L);
  }

  @Test
  void anEntryThatIsRemovedShows() {
    write(EVENTS);
    sql("DELETE FROM audit_events WHERE number = 7");
    assertBroken(7);
  }

  @Test
  void entriesThatChangeTheirPlacesShow() {
    write(EVENTS);
    sql("UPDATE audit_events SET number = 1000 WHERE number = 3");
    sql("UPDATE audit_events SET number = 3 WHERE number = 4");
    sql("UPDATE audit_events SET number = 4 WHERE number = 1000");
    assertBroken(3);
  }

  @Test
  void anEndThatIsCutOffShows() {
    write(EVENTS);
    sql("DELETE FROM audit_events WHERE number > 8");
    assertBroken(9);
    // Also if the end is moved along: it is anchored elsewhere.
    sql(
        "UPDATE audit_chains SET last_number = 8,"
            + " last_hash = (SELECT hash FROM audit_events WHERE number = 8)");
    assertBroken(9);
    sql("DELETE FROM audit_events");
    sql("DELETE FROM audit_chains");
    assertThat(trail.verify(ACME).holds()).isFalse();
  }

  @Test
  void whatRetentionDropsLeavesAChainThatHolds() {
    write(EVENTS);
    assertThat(trail.drop(ACME, NOON.plus(Duration.ofMinutes(5)))).isEqualTo(5);
    AuditVerification found = trail.verify(ACME);
    assertThat(found).isEqualTo(new AuditVerification(EVENTS - 5 + 1, 6, null, null));
    assertThat(trail.drop(ACME, NOON.plus(Duration.ofMinutes(5)))).isZero();
    write(2);
    assertThat(trail.drop(ACME, NOON.plus(Duration.ofMinutes(9)))).isEqualTo(4);
    assertThat(trail.verify(ACME).holds()).isTrue();
    // Entries that someone else drops are missed, also if the chain is said to begin later.
    sql("DELETE FROM audit_events WHERE number <= 11");
    assertBroken(10);
    sql("UPDATE audit_chains SET dropped_number = 11," + " dropped_hash = 'made up'");
    assertThat(trail.verify(ACME).holds()).isFalse();
  }

  @Test
  void manyWritersMakeOneChain() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> answers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        answers.add(
            threads.submit(
                () -> {
                  for (int i = 1; i <= 25; i++) {
                    trail.record(ACME, event(i));
                  }
                }));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    }
    assertThat(trail.verify(ACME)).isEqualTo(new AuditVerification(100, 1, null, null));
  }

  @Test
  void aTenantThatIsDeletedLeavesNoAudit() {
    write(3);
    trail.record("globex", event(1));
    trail.delete(new TenantId(ACME));
    assertThat(trail.chains()).containsExactly("globex");
    assertThat(trail.read(ACME, AuditQuery.allAfter(0))).isEmpty();
    assertThat(trail.verify("globex").holds()).isTrue();
  }
}
