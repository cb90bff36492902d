package dev.tarn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.IndexRunReport;
import dev.tarn.core.catalog.RunStatus;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import dev.tarn.testkit.InMemoryState;
import dev.tarn.testkit.StateComparison;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/** Checks that a branch's log holds what was acknowledged, once, and that all stores agree. */
final class Audit {
  private static final Actor ACTOR = Actor.LOCAL_ADMINISTRATOR;
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int PAGE = 1_000;
  private static final int HISTORIES = 10;

  private final Catalog catalog;
  private final Scope scope;

  Audit(Catalog catalog, Scope scope) {
    this.catalog = catalog;
    this.scope = scope;
  }

  /** Returns the number of changes in the log. */
  long check(List<Ack> acks) throws IOException, InterruptedException {
    CommitId head = catalog.head(ACTOR, scope);
    List<Group> groups = log(head);
    Map<Long, LogEntry> entries = entries(groups);
    checkAcks(acks, entries);
    InMemoryState state = new InMemoryState(head);
    for (Group group : groups) {
      group.entries().forEach(entry -> state.apply(entry, group.commit()));
    }
    try (StateSnapshot index = catalog.read(ACTOR, scope, head)) {
      if (!groups.isEmpty()) {
        StateComparison.of(groups).assertSame(state, index);
      }
    }
    checkPointers(state, catalog.tables().snapshot(ACTOR, scope, Freshness.NEWEST));
    checkHistory(state, head, groups);
    Awaitility.await().atMost(WAIT).until(() -> lag() == 0);
    checkHistory(state, head, groups);
    verify();
    return head.seq();
  }

  /** The index has what the tables have. */
  private void verify() throws IOException {
    String id = catalog.indexes().verify(ACTOR, scope).id();
    IndexRunReport run =
        Awaitility.await()
            .atMost(WAIT)
            .until(
                () -> catalog.indexes().run(ACTOR, scope, id),
                report -> report.status() != RunStatus.RUNNING);
    assertThat(run.verification()).as("%s", run).isNotNull();
    assertThat(run.verification().listed()).isEmpty();
  }

  private long lag() throws IOException {
    return catalog.status(ACTOR, scope).stores().stream()
        .mapToLong(BranchStatus.StoreStatus::lagChanges)
        .sum();
  }

  private List<Group> log(CommitId head) throws IOException, InterruptedException {
    List<Group> groups = new ArrayList<>();
    long seq = 0;
    while (seq < head.seq()) {
      List<Group> next =
          catalog.changes(ACTOR, scope).await(seq, PAGE, WAIT).stream()
              .map(
                  part ->
                      new Group(part.commit(), part.entries().getFirst().groupId(), part.entries()))
              .toList();
      assertThat(next).as("the log after %d of %d", seq, head.seq()).isNotEmpty();
      groups.addAll(next);
      seq = next.getLast().commit().seq();
    }
    return groups;
  }

  /** Sequence numbers have no gaps, versions neither, and no request is in the log twice. */
  private static Map<Long, LogEntry> entries(List<Group> groups) {
    Map<Long, LogEntry> entries = new HashMap<>();
    Map<String, Long> versions = new HashMap<>();
    Set<String> applied = new HashSet<>();
    Map<String, String> groupsOfRequests = new HashMap<>();
    long seq = 0;
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        seq++;
        assertThat(entry.seq()).isEqualTo(seq);
        entries.put(seq, entry);
        long version = version(entry);
        assertThat(version)
            .as("version of %s at %d", entry.key(), seq)
            .isEqualTo(versions.getOrDefault(entry.key(), 0L) + 1);
        versions.put(entry.key(), version);
        assertThat(applied.add(entry.requestId() + " " + entry.ordinal() + " " + entry.key()))
            .as("a request is applied once")
            .isTrue();
        assertThat(groupsOfRequests.merge(entry.requestId(), entry.groupId(), (a, b) -> a))
            .as("a request is in one commit")
            .isEqualTo(entry.groupId());
      }
    }
    return entries;
  }

  private static long version(LogEntry entry) {
    return switch (entry.after()) {
      case Asset asset -> asset.version();
      case Relationship edge -> edge.version();
      default -> throw new AssertionError("the load defines no types");
    };
  }

  private static void checkAcks(List<Ack> acks, Map<Long, LogEntry> entries) {
    for (Ack ack : acks) {
      LogEntry entry = entries.get(ack.seq());
      assertThat(entry).as("acknowledged: %s", ack).isNotNull();
      assertThat(entry.requestId()).isEqualTo(ack.requestId());
      assertThat(entry.ordinal()).isEqualTo(ack.ordinal());
      assertThat(entry.key()).isEqualTo(ack.key());
      assertThat(version(entry)).isEqualTo(ack.version());
    }
  }

  /** What the tables say is what the log adds up to, now and at an earlier commit. */
  private void checkHistory(InMemoryState state, CommitId head, List<Group> groups)
      throws IOException {
    HistoryReader history = catalog.history(ACTOR, scope);
    checkTables(state, history, head);
    if (groups.isEmpty()) {
      return;
    }
    int half = (groups.size() - 1) / 2;
    CommitId earlier = groups.get(half).commit();
    InMemoryState then = new InMemoryState(earlier);
    Map<String, List<LogEntry>> ofAssets = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      for (LogEntry entry : groups.get(i).entries()) {
        if (i <= half) {
          then.apply(entry, groups.get(i).commit());
        }
        if (entry.kind() == EntityKind.ASSET) {
          ofAssets.computeIfAbsent(entry.key(), key -> new ArrayList<>()).addFirst(entry);
        }
      }
    }
    checkTables(then, history, earlier);
    checkPointers(then, catalog.tables().snapshotAt(ACTOR, scope, earlier));
    for (Map.Entry<String, List<LogEntry>> of :
        ofAssets.entrySet().stream().limit(HISTORIES).toList()) {
      List<LogEntry> newest = of.getValue().stream().limit(PAGE).toList();
      assertThat(history.history(EntityKind.ASSET, of.getKey(), head, null, PAGE))
          .isEqualTo(newest);
      assertThat(history.asset(new AssetId(of.getKey()), head))
          .isEqualTo(
              state.assets(List.of(new AssetId(of.getKey()))).values().stream()
                  .filter(asset -> !asset.isDeleted())
                  .findFirst());
    }
  }

  /** A table that engines commit is where its entry says, and has an entry. */
  private static void checkPointers(InMemoryState state, PointerSnapshot pointers)
      throws IOException {
    for (int i = 0; i < Load.LAKE_TABLES; i++) {
      TableName name = Load.lakeTable(i);
      Optional<String> location =
          pointers.find(name).map(pointer -> ((Pointer.Table) pointer).metadataLocation());
      assertThat(location)
          .as("%s at %s", name, pointers.commit())
          .isEqualTo(state.assetNamed("table", name.toString()).map(Asset::description));
    }
  }

  private static void checkTables(InMemoryState state, HistoryReader history, CommitId at)
      throws IOException {
    List<Asset> assets = new ArrayList<>();
    String cursor = null;
    do {
      Page<Asset> page = history.list(AssetQuery.ofType(null, cursor, PAGE), at);
      assets.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    assertThat(assets).isEqualTo(state.list(AssetQuery.ofType(null, null, PAGE)).items());
    RelationshipQuery all = new RelationshipQuery(null, null, null, null, null, PAGE);
    Page<Relationship> edges = history.list(all, at);
    assertThat(edges.items()).isEqualTo(state.list(all).items());
    assertThat(edges.next()).as("the load has fewer edges than a page").isNull();
  }
}
