package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.ListedRedaction;
import dev.tarn.core.audit.LogEvidence;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.chain.GroupHash;
import dev.tarn.iceberg.chain.RedactedGroup;
import dev.tarn.iceberg.chain.RedactionList;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What anybody changes in the files of a log shows. */
@ResourceLock(SharedNessie.LOCK)
@ExtendWith(SharedNessie.class)
class LogChainTest {
  private static final Scope MAIN = Scope.DEFAULT;
  private static final Scope DEV = new Scope(TenantId.DEFAULT, new BranchName("dev"));
  private static final String ERASED = "erased";

  @TempDir Path folder;

  private final RandomLog random = new RandomLog(11);
  private NessieCatalogStore store;

  @BeforeEach
  void open() throws IOException {
    SharedNessie.clear();
    store = Warehouses.open(folder);
    store.createTenant(TenantId.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  /** Appends groups of 1, 2, 3, 1, 2, … changes. */
  private void append(int groups) throws IOException {
    try (BranchStore main = store.open(MAIN)) {
      var unused = Logs.append(main.log(), random, groups);
    }
  }

  private LogVerification verify(Scope scope, LogEvidence evidence) throws IOException {
    List<Long> progress = new ArrayList<>();
    try (BranchStore branch = store.open(scope)) {
      LogVerification found = branch.verifyLog(evidence, progress::add);
      assertThat(progress).isSorted().isNotEmpty();
      return found;
    }
  }

  private LogVerification verify() throws IOException {
    return verify(MAIN, LogEvidence.NONE);
  }

  private void tamper(UnaryOperator<List<Record>> change) throws IOException {
    TamperedLog.rewrite(folder.resolve("warehouse"), MAIN, change);
  }

  private void tamperWithRow(int index, String column, @Nullable Object value) throws IOException {
    tamper(
        rows -> {
          rows.get(index).setField(column, value);
          return rows;
        });
  }

  private static void assertBroken(LogVerification found, long seq) {
    assertThat(found.holds()).isFalse();
    assertThat(found.brokenAt()).isEqualTo(seq);
    assertThat(found.problem()).isNotBlank();
  }

  @Test
  void whatNobodyChangedHolds() throws IOException {
    append(6);
    assertThat(verify()).isEqualTo(new LogVerification(12, 1, null, null));
    tamper(rows -> rows);
    assertThat(verify()).as("in other files").isEqualTo(new LogVerification(12, 1, null, null));
    append(3);
    assertThat(verify()).isEqualTo(new LogVerification(18, 1, null, null));
  }

  @Test
  void serversGoOnFromEachOthersHashes() throws IOException {
    try (NessieCatalogStore other = Warehouses.open(folder);
        BranchStore here = store.open(MAIN);
        BranchStore there = other.open(MAIN)) {
      for (int i = 0; i < 4; i++) {
        List<LogEntry> appended = new ArrayList<>(Logs.append(here.log(), random, 2));
        appended.addAll(Logs.append(there.log(), random, 1));
        assertThat(appended).hasSize(4);
      }
    }
    assertThat(verify().holds()).isTrue();
  }

  @Test
  void aBranchGoesOnFromWhereItForked() throws IOException {
    append(4);
    RandomLog other = new RandomLog(11);
    try (BranchStore main = store.open(MAIN)) {
      other.entries("skipped", (int) main.log().head().seq());
      store.createBranch(DEV, BranchName.MAIN, new PointInTime.AtCommit(main.log().head()));
    }
    try (BranchStore dev = store.open(DEV)) {
      var unused = Logs.append(dev.log(), other, 3);
    }
    append(1);
    assertThat(verify(DEV, LogEvidence.NONE)).isEqualTo(new LogVerification(13, 1, null, null));
    assertThat(verify().holds()).isTrue();
    assertThat(endOf(DEV).hash()).isNotEqualTo(endOf(MAIN).hash());
  }

  private AuditLink endOf(Scope scope) throws IOException {
    try (BranchStore branch = store.open(scope)) {
      return branch.logEnd();
    }
  }

  @Test
  void aChangedRowShows() throws IOException {
    append(6);
    tamperWithRow(4, "actor", "user:somebody-else");
    assertBroken(verify(), 4);
  }

  @Test
  void anAddressThatWasTakenAwayShows() throws IOException {
    append(6);
    tamperWithRow(2, "address", "192.0.2.99");
    assertBroken(verify(), 2);
  }

  @Test
  void aGroupWithAHashOfItsOwnShowsAtTheNext() throws IOException {
    append(6);
    tamper(
        rows -> {
          List<Record> group = rows.subList(3, 6);
          group.getFirst().setField("reason", "another one");
          var unused = GroupHash.seal(String.valueOf(GroupHash.hash(rows.get(2))), group);
          return rows;
        });
    assertBroken(verify(), 7);
  }

  @Test
  void aMissingGroupShows() throws IOException {
    append(6);
    tamper(
        rows -> {
          rows.removeIf(row -> row.getField("group_id").equals("group-4"));
          return rows;
        });
    assertBroken(verify(), 4);
  }

  @Test
  void changesInEachOthersPlaceShow() throws IOException {
    append(6);
    tamper(
        rows -> {
          Object seq = rows.get(0).getField("seq");
          rows.get(0).setField("seq", rows.get(6).getField("seq"));
          rows.get(6).setField("seq", seq);
          return rows;
        });
    assertBroken(verify(), 1);
  }

  @Test
  void hashesThatAreTakenAwayShow() throws IOException {
    append(6);
    tamper(
        rows -> {
          for (Record row : rows.subList(0, 3)) {
            row.setField("salt", null);
            row.setField("hash", null);
          }
          return rows;
        });
    assertBroken(verify(), 4);
  }

  @Test
  void anEndThatWasMadeAgainShowsByWhatIsKnownElsewhere() throws IOException {
    append(6);
    AuditLink end = endOf(MAIN);
    LogEvidence kept = new LogEvidence(Set.of(), List.of(end));
    assertThat(verify(MAIN, kept).holds()).isTrue();
    LogEvidence further =
        new LogEvidence(Set.of(), List.of(new AuditLink(end.number() + 1, end.hash())));
    assertBroken(verify(MAIN, further), end.number() + 1);
    LogEvidence other =
        new LogEvidence(Set.of(), List.of(new AuditLink(end.number(), "00".repeat(32))));
    assertBroken(verify(MAIN, other), 10);
  }

  @Test
  void aLogFromBeforeThereWereHashesHoldsFromItsFirstHashOn() throws IOException {
    append(3);
    tamper(
        rows -> {
          for (Record row : rows) {
            row.setField("salt", null);
            row.setField("hash", null);
          }
          return rows;
        });
    TamperedLog.forgetHash(folder.resolve("warehouse"), MAIN);
    append(2);
    assertThat(verify()).isEqualTo(new LogVerification(9, 7, null, null));
    tamperWithRow(8, "reason", "another one");
    assertBroken(verify(), 8);
  }

  /** Takes what persons are in a group out of it, as an erasure does. */
  private RedactedGroup redact(String groupId) throws IOException {
    List<RedactedGroup> redacted = new ArrayList<>();
    tamper(
        rows -> {
          List<Record> group =
              rows.stream().filter(row -> row.getField("group_id").equals(groupId)).toList();
          int first = rows.indexOf(group.getFirst());
          String salt = GroupHash.newSalt();
          for (Record row : group) {
            row.setField("actor", ERASED);
            row.setField("salt", salt);
          }
          redacted.add(
              RedactedGroup.of(
                  first == 0 ? "" : String.valueOf(GroupHash.hash(rows.get(first - 1))), group));
          return rows;
        });
    return redacted.getFirst();
  }

  private Path lists() {
    return new WarehouseLayout(folder.resolve("warehouse")).redactions(TenantId.DEFAULT);
  }

  private static LogEvidence named(ListedRedaction... lists) {
    Set<String> digests = new HashSet<>();
    for (ListedRedaction list : lists) {
      digests.add(list.sha256());
    }
    return new LogEvidence(digests, List.of());
  }

  @Test
  void aRedactedGroupHoldsByTheListThatTheAuditNames() throws IOException {
    append(6);
    ListedRedaction first = RedactionList.write(lists(), List.of(redact("group-4")));
    assertThat(first.file()).isEqualTo("1.jsonl");
    assertBroken(verify(), 4);
    assertThat(verify(MAIN, named(first)).holds()).isTrue();
    ListedRedaction second =
        RedactionList.write(lists(), List.of(redact("group-1"), redact("group-10")));
    assertThat(second.file()).isEqualTo("2.jsonl");
    assertThat(verify(MAIN, named(first, second)).holds()).isTrue();
    assertBroken(verify(MAIN, named(first)), 1);
    append(2);
    assertThat(verify(MAIN, named(first, second)).holds()).isTrue();

    tamperWithRow(4, "actor", "user:somebody-else");
    assertBroken(verify(MAIN, named(first, second)), 4);
  }

  @Test
  void aListThatWasChangedIsNotBelieved() throws IOException {
    append(6);
    RedactedGroup group = redact("group-4");
    ListedRedaction list = RedactionList.write(lists(), List.of(group));
    Path file = lists().resolve(list.file());
    String lines = Files.readString(file, StandardCharsets.UTF_8);
    assertThat(lines).contains(group.digest()).doesNotContain(ERASED);
    Files.writeString(file, lines + "\n");
    assertBroken(verify(MAIN, named(list)), 4);
    Files.delete(file);
    assertBroken(verify(MAIN, named(list)), 4);
  }
}
