package dev.tarn.iceberg.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import dev.tarn.iceberg.testing.UserTable;
import dev.tarn.testkit.RandomLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Branches of a tenant with metadata and users' tables, and everything that can be read of them.
 */
final class ForkingHistory implements AutoCloseable {
  static final TableName SALES = TableName.of("sales");
  private static final List<TableName> NAMES =
      List.of(SALES.child("a"), SALES.child("b"), SALES.child("c"), SALES.child("d"));

  /** How many entries each group has, and its commit. */
  private record Written(String groupId, int entries, CommitId commit) {}

  private static final class Line {
    private final BranchStore store;
    private final RandomLog log;
    private final List<Written> written = new ArrayList<>();

    private Line(BranchStore store, RandomLog log) {
      this.store = store;
      this.log = log;
    }
  }

  /**
   * What a commit has.
   *
   * @param state assets and relationships, tombstones included
   * @param tables what the files of each table hold, of all its snapshots
   */
  record Reading(Set<String> state, Map<TableName, Map<String, String>> tables) {}

  private final NessieCatalogStore store;
  private final TenantId tenant;
  private final Random random;
  private final long seed;
  private final Map<BranchName, Line> lines = new HashMap<>();
  private int groups;

  ForkingHistory(NessieCatalogStore store, TenantId tenant, Random random) throws IOException {
    this.store = store;
    this.tenant = tenant;
    this.random = random;
    this.seed = random.nextLong();
    store.createTenant(tenant);
    Line main = open(BranchName.MAIN);
    append(main, List.of(PointerChange.create(SALES, new Pointer.Namespace(Map.of()))));
  }

  private Line open(BranchName branch) throws IOException {
    Line line = new Line(store.open(scope(branch)), new RandomLog(seed));
    lines.put(branch, line);
    return line;
  }

  private Scope scope(BranchName branch) {
    return new Scope(tenant, branch);
  }

  private void append(Line line, List<PointerChange> pointers) throws IOException {
    String groupId = "group-" + ++groups;
    List<LogEntry> entries = line.log.entries(groupId, 1 + random.nextInt(8));
    AppendOutcome outcome =
        line.store.log().append(line.store.log().head(), groupId, entries, pointers);
    assertThat(outcome).isInstanceOf(AppendOutcome.Committed.class);
    CommitId commit = ((AppendOutcome.Committed) outcome).commit();
    line.written.add(new Written(groupId, entries.size(), commit));
  }

  /** Creates a branch at a commit of another one. */
  void fork(BranchName from, BranchName branch, CommitId at) throws IOException {
    store.createBranch(scope(branch), from, new PointInTime.AtCommit(at));
    Line line = open(branch);
    for (Written group : lines.get(from).written) {
      if (group.commit().seq() <= at.seq()) {
        var unused = line.log.entries(group.groupId(), group.entries());
        line.written.add(group);
      }
    }
  }

  /** Creates a tag at a commit of a branch. */
  void tag(BranchName branch, BranchName tag, CommitId at) throws IOException {
    store.createTag(scope(branch), tag, new PointInTime.AtCommit(at));
  }

  /** Makes the tables of a branch what they are on another one, as a merge does. */
  void takeOver(BranchName from, BranchName to) throws IOException {
    Map<TableName, Pointer> theirs = lines.get(from).store.pointers().find(NAMES);
    Map<TableName, Pointer> ours = lines.get(to).store.pointers().find(NAMES);
    List<PointerChange> changes = new ArrayList<>();
    theirs.forEach(
        (name, pointer) -> {
          if (!pointer.equals(ours.get(name))) {
            changes.add(new PointerChange(name, ours.get(name), pointer));
          }
        });
    append(lines.get(to), changes);
  }

  /** Gives a branch another name. */
  void rename(BranchName branch, BranchName newName) throws IOException {
    Line line = lines.remove(branch);
    line.store.close();
    var unused = store.rename(tenant, branch, newName);
    Line renamed = new Line(store.open(scope(newName)), line.log);
    renamed.written.addAll(line.written);
    lines.put(newName, renamed);
  }

  /** Deletes a branch. */
  void delete(BranchName branch) throws IOException {
    lines.remove(branch).store.close();
    store.delete(tenant, branch, any -> {});
  }

  /** Returns the branches, by name. */
  List<BranchName> branches() {
    return lines.keySet().stream().sorted(Comparator.comparing(BranchName::value)).toList();
  }

  CommitId head(BranchName branch) {
    return lines.get(branch).written.getLast().commit();
  }

  /** Returns some commit of a branch. */
  CommitId someCommit(BranchName branch) {
    List<Written> written = lines.get(branch).written;
    return written.get(random.nextInt(written.size())).commit();
  }

  /** Changes metadata, and perhaps a table; the state tables follow now and then. */
  void write(BranchName branch) throws IOException {
    Line line = lines.get(branch);
    append(line, random.nextInt(3) == 0 ? List.of() : change(line));
    if (random.nextInt(3) == 0) {
      follow(line);
    }
    if (random.nextInt(5) == 0) {
      line.store.maintain();
    }
  }

  /** Makes commits that change metadata only. */
  void idle(BranchName branch, int commits) throws IOException {
    for (int i = 0; i < commits; i++) {
      append(lines.get(branch), List.of());
    }
  }

  private static void follow(Line line) throws IOException {
    for (LogFollower follower : line.store.followers()) {
      List<Group> newer = new ArrayList<>();
      var unused = line.store.log().read(follower.applied().seq(), 1_000, newer::add);
      follower.apply(newer);
    }
  }

  private List<PointerChange> change(Line line) throws IOException {
    TableName name = NAMES.get(random.nextInt(NAMES.size()));
    Pointer known = line.store.pointers().find(name).orElse(null);
    if (!(known instanceof Pointer.Table table)) {
      return List.of(
          PointerChange.create(name, UserTable.create(line.store.locations().ofNew(name))));
    }
    TableName other = NAMES.get(random.nextInt(NAMES.size()));
    return switch (random.nextInt(6)) {
      case 0 -> List.of(PointerChange.drop(name, table));
      case 1 ->
          line.store.pointers().find(other).isPresent()
              ? List.of()
              : List.of(PointerChange.drop(name, table), PointerChange.create(other, table));
      case 2 -> List.of(PointerChange.replace(name, table, UserTable.overwrite(table, random)));
      default -> List.of(PointerChange.replace(name, table, UserTable.append(table, random)));
    };
  }

  /** Returns the commits of a branch, with those that it began with. */
  List<CommitId> commits(BranchName branch) {
    return lines.get(branch).written.stream().map(Written::commit).toList();
  }

  /** Reads everything of every commit of every branch. */
  Map<String, Reading> readAll() throws IOException {
    Map<String, Reading> all = new TreeMap<>();
    for (BranchName branch : lines.keySet()) {
      for (Written group : lines.get(branch).written) {
        all.put(branch + "@" + group.commit(), read(branch, group.commit()));
      }
    }
    return all;
  }

  /** Reads everything of the first commits of a branch, and of the last one. */
  Map<String, Reading> readSome(BranchName branch, int first) throws IOException {
    Map<String, Reading> some = new TreeMap<>();
    List<Written> written = lines.get(branch).written;
    for (Written group : written.subList(0, Math.min(first, written.size()))) {
      some.put(branch + "@" + group.commit(), read(branch, group.commit()));
    }
    some.put(branch.value(), read(branch, head(branch)));
    return some;
  }

  Reading read(BranchName branch, CommitId commit) throws IOException {
    return read(lines.get(branch).store, commit);
  }

  /** Reads everything of a commit of any branch. */
  static Reading read(BranchStore opened, CommitId commit) throws IOException {
    Set<String> state = Collections.synchronizedSet(new TreeSet<>());
    StateSource source = opened.stateAt(commit);
    source.assets(1, asset -> state.add(asset.toString()));
    source.relationships(1, edge -> state.add(edge.toString()));
    Map<TableName, Map<String, String>> tables = new HashMap<>();
    pointers(opened, commit)
        .forEach((name, table) -> tables.put(name, UserTable.read(table.metadataLocation())));
    return new Reading(state, tables);
  }

  private static Map<TableName, Pointer.Table> pointers(BranchStore branch, CommitId commit)
      throws IOException {
    PointerSnapshot snapshot = branch.pointersAt(commit);
    Map<TableName, Pointer.Table> tables = new HashMap<>();
    snapshot
        .find(NAMES)
        .forEach(
            (name, pointer) -> {
              if (pointer instanceof Pointer.Table table) {
                tables.put(name, table);
              }
            });
    return tables;
  }

  /** Returns the files of users' tables that some commit of a branch needs. */
  Set<String> neededUserFiles() throws IOException {
    Set<String> files = new TreeSet<>();
    for (Line line : lines.values()) {
      for (Written group : line.written) {
        for (Pointer.Table table : pointers(line.store, group.commit()).values()) {
          files.addAll(UserTable.files(table.metadataLocation()));
        }
      }
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines.values()) {
      line.store.close();
    }
  }
}
