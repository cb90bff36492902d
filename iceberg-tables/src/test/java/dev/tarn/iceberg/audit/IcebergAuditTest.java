package dev.tarn.iceberg.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.audit.AuditDecision;
import dev.tarn.core.audit.AuditEntry;
import dev.tarn.core.audit.AuditEvent;
import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.HashChain;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.maintain.MaintenanceSettings;
import dev.tarn.iceberg.maintain.TableMaintenance;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.AuditRows;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.state.Materialiser;
import dev.tarn.iceberg.testing.NessieServer;
import dev.tarn.iceberg.testing.TableScan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each entry of the audit is in the table once, as it is now. */
final class IcebergAuditTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
  private static final int ENTRIES = 9;

  @TempDir Path folder;
  private NessieServer nessie;
  private NessieReferences references;
  private Scope scope;
  private BranchTables branch;
  private IcebergAudit audit;
  private final List<AuditEntry> entries = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    nessie = new NessieServer(folder.resolve("nessie"));
    references = nessie.connect();
    scope = nessie.newBranch(warehouse());
    branch = nessie.open(references, warehouse(), scope);
    audit = new IcebergAudit(branch);
    AuditLink last = HashChain.beginning("acme");
    for (int i = 0; i < ENTRIES; i++) {
      // Three a day.
      AuditEvent event = event(NOON.plus(Duration.ofHours(8L * i)), "user:ann", "192.0.2." + i);
      String salt = HashChain.newSalt();
      last = HashChain.next(last, event, salt);
      entries.add(new AuditEntry(last.number(), event, salt, last.hash()));
    }
  }

  @AfterEach
  void close() throws IOException {
    references.close();
    nessie.close();
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private static AuditEvent event(Instant time, String actor, String address) {
    return new AuditEvent(
        time,
        "acme",
        actor,
        "api-key",
        "key-1",
        address,
        null,
        "manage-branches",
        "acme/main",
        AuditDecision.DENIED,
        "not you");
  }

  private List<Record> rows() throws IOException {
    return TableScan.rows(branch, branch.refresh(), CatalogTable.AUDIT, row -> row).stream()
        .sorted(Comparator.comparingLong(AuditRows::number))
        .toList();
  }

  private void assertHolds(List<AuditEntry> expected) throws IOException {
    assertThat(rows()).isEqualTo(expected.stream().map(AuditRows::write).toList());
  }

  private int files() {
    return DataFiles.list(branch.table(branch.head(), CatalogTable.AUDIT.tableName())).size();
  }

  private List<AuditEntry> after(long number, int limit) {
    return entries.stream().filter(entry -> entry.number() > number).limit(limit).toList();
  }

  @Test
  void entriesComeIntoItOnce() throws IOException {
    assertThat(audit.lastNumber()).isZero();
    audit.append(entries.subList(0, 4));
    assertThat(audit.lastNumber()).isEqualTo(4);
    try (NessieReferences connection = nessie.connect()) {
      IcebergAudit other = new IcebergAudit(nessie.open(connection, warehouse(), scope));
      assertThat(other.lastNumber()).isEqualTo(4);
      audit.append(entries.subList(4, 7));
      // This one has not heard of it.
      other.append(entries.subList(4, 7));
      other.append(entries.subList(7, 9));
    }
    audit.append(entries.subList(4, 9));
    assertThat(audit.lastNumber()).isEqualTo(9);
    assertHolds(entries);
  }

  @Test
  void whatIsRedactedIsReplaced() throws IOException {
    audit.append(entries);
    AuditEntry was = entries.get(4);
    AuditEntry redacted =
        new AuditEntry(
            was.number(),
            was.event().withWords("erased", null, null, "acme/main", null),
            HashChain.newSalt(),
            was.hash());
    entries.set(4, redacted);
    audit.redact(this::after);
    assertHolds(entries);
    String head = branch.head().commit().hash();
    audit.redact(this::after);
    assertThat(branch.refresh().commit().hash()).as("nothing more to do").isEqualTo(head);
    assertThat(audit.lastNumber()).isEqualTo(9);
  }

  @Test
  void filesAreMergedAndOldDaysGo() throws IOException {
    for (AuditEntry entry : entries) {
      audit.append(List.of(entry));
    }
    assertThat(files()).isEqualTo(ENTRIES);
    try (Materialiser materialiser = Materialiser.open(branch, folder.resolve("positions.mv"))) {
      new TableMaintenance(
              branch,
              materialiser,
              new MaintenanceSettings(
                  2, 100, 1 << 20, 3, 80, 20, Duration.ofDays(30), Duration.ofSeconds(30)),
              Clock.systemUTC())
          .run();
    }
    assertThat(files()).isLessThan(ENTRIES);
    assertHolds(entries);
    audit.expire(NOON.plus(Duration.ofDays(1)));
    List<AuditEntry> left =
        entries.stream()
            .filter(entry -> !entry.event().time().isBefore(Instant.parse("2026-11-22T00:00:00Z")))
            .toList();
    assertThat(left).hasSizeBetween(1, ENTRIES - 1);
    assertHolds(left);
    assertThat(audit.lastNumber()).isEqualTo(9);
  }
}
