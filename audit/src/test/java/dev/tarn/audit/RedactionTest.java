package dev.tarn.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.control.ControlDatabase;
import dev.tarn.control.ControlSettings;
import dev.tarn.core.audit.AuditAnchors;
import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.AuditQuery;
import dev.tarn.core.audit.AuditTrail;
import dev.tarn.core.audit.AuditVerification;
import dev.tarn.core.audit.HashChain;
import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.scope.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken out of the audit is gone, and whatever else is changed shows as before. */
class RedactionTest {
  private static final String ACME = "acme";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Actor OFFICER = new Actor("user:officer");

  @TempDir Path folder;

  private ControlDatabase database;
  private Instant now = NOON;
  private DatabaseAuditTrail trail;

  /** Nothing is anchored. */
  private enum NoAnchors implements AuditAnchors {
    NONE;

    @Override
    public Optional<AuditLink> find(String chain) {
      return Optional.empty();
    }

    @Override
    public void keep(String chain, AuditLink link) {}
  }

  @BeforeEach
  void open() {
    database = ControlDatabase.open(ControlSettings.embedded(folder));
    trail = new DatabaseAuditTrail(database, () -> NoAnchors.NONE, () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private AuditEvent event(int number) {
    String actor = number % 3 == 0 ? "user:ann.example" : "user:bob";
    return new AuditEvent(
        now,
        ACME,
        actor,
        "session",
        "session-" + number,
        "192.0.2." + number,
        "request-" + number,
        "manage-access",
        "acme/main",
        AuditDecision.DENIED,
        actor + " may not");
  }

  private void write(int events) {
    for (int i = 1; i <= events; i++) {
      trail.record(ACME, event(i));
      now = now.plus(Duration.ofMinutes(1));
    }
  }

  private static AuditEvent withoutAnn(AuditEvent event) {
    return without(event, "user:ann.example", "user:erased-1");
  }

  private static AuditEvent without(AuditEvent event, String name, String other) {
    return event.actor().equals(name)
        ? event.withWords(other, null, null, event.resource(), other + " may not")
        : event;
  }

  private long redact() {
    return trail.redact(ACME, RedactionTest::withoutAnn, OFFICER, "a person is erased");
  }

  private int sql(String statement) {
    return database.sql().sql(statement).update();
  }

  private void assertHolds() {
    AuditVerification found = trail.verify(ACME);
    assertThat(found.holds()).as("%s: %s", found.brokenAt(), found.problem()).isTrue();
  }

  private void assertBroken(long at) {
    assertThat(trail.verify(ACME).brokenAt()).isEqualTo(at);
  }

  private String everythingInTheDatabase() {
    StringBuilder all = new StringBuilder();
    for (String table : List.of("audit_events", "audit_chains", "audit_redactions")) {
      database
          .sql()
          .sql("SELECT * FROM " + table)
          .query()
          .listOfRows()
          .forEach(row -> all.append(row).append('\n'));
    }
    return all.toString();
  }

  @Test
  void whatIsRedactedIsGoneAndTheChainHolds() {
    write(10);
    List<AuditEntry> before = trail.read(ACME, AuditQuery.allAfter(0));
    assertThat(everythingInTheDatabase()).contains("ann.example", "session-3", "192.0.2.3");

    assertThat(redact()).isEqualTo(3);

    assertHolds();
    assertThat(everythingInTheDatabase())
        .doesNotContain(
            "ann.example", "session-3", "192.0.2.3,", String.valueOf(before.get(2).salt()));
    List<AuditEntry> after = trail.read(ACME, AuditQuery.allAfter(0));
    assertThat(after).hasSize(11);
    assertThat(after.getLast().event())
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo(AuditTrail.REDACTION);
              assertThat(event.actor()).isEqualTo("user:officer");
              assertThat(event.reason()).isEqualTo("a person is erased");
            });
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i).hash()).isEqualTo(before.get(i).hash());
      if (i % 3 == 2) {
        assertThat(after.get(i).salt()).isNotEqualTo(before.get(i).salt());
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
    assertThat(redact()).isZero();
    assertThat(trail.read(ACME, AuditQuery.allAfter(11))).isEmpty();
  }

  @Test
  void whatIsRedactedAndThenChangedShows() {
    write(10);
    assertThat(redact()).isEqualTo(3);
    sql("UPDATE audit_events SET reason = 'user:bob may not' WHERE number = 6");
    assertBroken(6);
  }

  @Test
  void whatIsNotRedactedStillShows() {
    write(10);
    assertThat(redact()).isEqualTo(3);
    sql("UPDATE audit_events SET actor = 'user:erased-1' WHERE number = 5");
    assertBroken(5);
  }

  @Test
  void aRedactionThatIsTakenAwayShows() {
    write(10);
    assertThat(redact()).isEqualTo(3);
    assertThat(sql("DELETE FROM audit_redactions WHERE number = 6")).isEqualTo(1);
    assertBroken(6);
    assertThat(sql("DELETE FROM audit_redactions")).isEqualTo(2);
    assertBroken(3);
  }

  @Test
  void aRedactionThatNobodyToldOfShows() {
    write(10);
    AuditEntry known = trail.read(ACME, AuditQuery.allAfter(3)).getFirst();
    AuditEntry before = trail.read(ACME, AuditQuery.allAfter(2)).getFirst();
    AuditEntry forged =
        new AuditEntry(
            4,
            known.event().withWords("user:eve", null, null, known.event().resource(), null),
            HashChain.newSalt(),
            known.hash());
    AuditRows rows = new AuditRows(database.sql());
    rows.replaceWords(ACME, forged);
    TreeMap<Long, String> digests = new TreeMap<>();
    digests.put(4L, HashChain.ofRedacted(new AuditLink(3, before.hash()), forged));
    rows.addRedaction(ACME, 11, digests);
    assertBroken(4);
    trail.record(ACME, event(11));
    assertBroken(4);
  }

  @Test
  void anEntryCanBeRedactedTwice() {
    write(10);
    assertThat(redact()).isEqualTo(3);
    assertThat(
            trail.redact(
                ACME, event -> without(event, "user:erased-1", "user:erased"), OFFICER, null))
        .isEqualTo(3);
    assertHolds();
    assertThat(trail.redact(ACME, event -> without(event, "user:officer", "x"), OFFICER, null))
        .as("also who redacts")
        .isEqualTo(2);
    assertHolds();
    sql("DELETE FROM audit_redactions WHERE redaction = 12 AND number = 6");
    assertThat(trail.verify(ACME).holds()).isFalse();
  }

  @Test
  void onlyWordsOfPersonsCanBeTakenOut() {
    write(4);
    trail.record(
        ACME, AuditEvent.done(now, ACME, OFFICER, ListedRedaction.ACTION, "1.jsonl ab", null));
    assertThatThrownBy(
            () ->
                trail.redact(ACME, event -> event.again(NOON.minusSeconds(1), null), OFFICER, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                trail.redact(
                    ACME,
                    event ->
                        event.action().equals(ListedRedaction.ACTION)
                            ? event.withWords("a", null, null, "other", null)
                            : event,
                    OFFICER,
                    null))
        .isInstanceOf(IllegalArgumentException.class);
    assertHolds();
  }

  @Test
  void retentionKeepsWhatTheLogNeeds() {
    write(3);
    trail.record(
        ACME, AuditEvent.done(now, ACME, OFFICER, ListedRedaction.ACTION, "1.jsonl ab", null));
    write(6);
    assertThat(redact()).isEqualTo(3);
    assertThat(trail.drop(ACME, NOON.plus(Duration.ofMinutes(6)))).isEqualTo(7);
    assertHolds();
    Set<String> lists = new HashSet<>();
    trail.forEach(
        ACME,
        ListedRedaction.ACTION,
        entry -> ListedRedaction.parse(entry.event()).ifPresent(list -> lists.add(list.sha256())));
    assertThat(lists).containsExactly("ab");
    now = now.plus(Duration.ofDays(1));
    trail.record(ACME, event(1));
    assertThat(trail.drop(ACME, now)).isPositive();
    assertHolds();
    assertThat(everythingInTheDatabase()).contains("1.jsonl ab");
    assertThat(
            database.sql().sql("SELECT COUNT(*) FROM audit_redactions").query(Long.class).single())
        .isZero();
  }

  @Test
  void entriesFromBeforeThereWereSaltsHold() {
    AuditLink last = HashChain.beginning(ACME);
    new AuditRows(database.sql()).begin(ACME);
    for (int i = 1; i <= 3; i++) {
      AuditEvent event = event(i);
      trail.record(ACME, event);
      last = HashChain.next(last, event, null);
      database
          .sql()
          .sql("UPDATE audit_events SET salt = NULL, hash = ? WHERE number = ?")
          .params(last.hash(), last.number())
          .update();
      database.sql().sql("UPDATE audit_chains SET last_hash = ?").param(last.hash()).update();
    }
    assertHolds();
    write(3);
    assertHolds();
    assertThat(redact()).isEqualTo(2);
    assertHolds();
    sql("UPDATE audit_events SET address = NULL WHERE number = 1");
    assertBroken(1);
  }
}
