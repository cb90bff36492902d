package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.catalog.CatalogDiffs.Point;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.merge.Conflict;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeOutcome;
import dev.tarn.core.merge.MergeOutcome.Status;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.RevertRequest;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.BranchModel.Commit;
import dev.tarn.testkit.BranchModel.Edge;
import dev.tarn.testkit.BranchModel.Merge;
import dev.tarn.testkit.BranchModel.Merged;
import dev.tarn.testkit.BranchModel.State;
import dev.tarn.testkit.BranchModel.Thing;
import dev.tarn.testkit.BranchModel.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random histories over several branches: what is written, merged and taken back, with stores that
 * fail and catalogs that are begun anew, comes to what a simple model says it comes to.
 */
@ExtendWith(Seeds.class)
final class BranchModelTest {
  private static final int STEPS = 2_000;
  private static final int STEPS_WITH_FAULTS = 1_000;
  private static final int NAMES = 8;
  private static final List<String> TAGS = List.of("a", "b", "c");
  private static final List<String> KEYS = List.of("x", "y", "z");
  private static final int MAX_BRANCHES = 4;

  /** A branch of the model, and which of its commits is which of the catalog's. */
  private static final class Branch {
    final BranchName name;
    Commit head;
    final Map<CommitId, Commit> commits = new HashMap<>();

    Branch(BranchName name, Commit head) {
      this.name = name;
      this.head = head;
    }

    Scope scope() {
      return new Scope(TenantId.DEFAULT, name);
    }
  }

  private final List<Branch> branches = new ArrayList<>();
  private final Map<AssetId, String> names = new HashMap<>();
  private CatalogStore store = new InMemoryCatalogStore();
  private TestCatalog catalog = new TestCatalog(store);
  private int merges;
  private int conflicting;
  private int reverts;

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void historiesComeToWhatTheModelSays(Random random) throws Exception {
    begin();
    RandomValues values = new RandomValues(random.nextLong());
    for (int step = 0; step < STEPS; step++) {
      step(values);
    }
    assertThat(List.of(merges, conflicting, reverts))
        .as("merges, conflicts, reverts")
        .allSatisfy(count -> assertThat(count).isGreaterThan(STEPS / 100));
  }

  @Test
  void soDoTheyWhenStoresFailAndCatalogsBeginAnew(Random random) throws Exception {
    Faults faults = Faults.oneIn(40, random.nextLong());
    faults.end();
    begin();
    RandomValues values = new RandomValues(random.nextLong());
    for (int step = 0; step < STEPS_WITH_FAULTS; step++) {
      if (values.oneIn(25)) {
        beginAnew(new FaultyCatalogStore(store, Faults.oneIn(30, random.nextLong())));
      }
      step(values);
    }
    beginAnew(store);
    for (Branch branch : branches) {
      assertThat(state(branch)).isEqualTo(branch.head.state);
    }
  }

  private void begin() throws Exception {
    Branch main = new Branch(BranchName.MAIN, new Commit(null, State.EMPTY));
    branches.add(main);
    for (int i = 0; i < NAMES; i++) {
      names.put(AssetId.derive("table", "t" + i), "t" + i);
    }
    List<Change> tags = new ArrayList<>();
    TAGS.forEach(tag -> tags.add(TestCatalog.upsert("tag", tag)));
    tags.add(TestCatalog.upsert("table", "t0"));
    CommitId commit =
        catalog
            .catalog
            .submit(main.scope(), TestCatalog.submission(Atomicity.ALL, tags))
            .get()
            .commit();
    commit(main, commit, new State(Map.of("t0", Thing.NEW), Set.of(), Set.of()));
  }

  /** Ends the catalog, and begins another one over what the store has. */
  private void beginAnew(CatalogStore over) throws IOException {
    catalog.close();
    catalog = new TestCatalog(over);
  }

  private void step(RandomValues values) throws Exception {
    Branch branch = branches.get(values.below(branches.size()));
    Branch other = branches.get(values.below(branches.size()));
    int choice = values.below(20);
    if (choice < 13) {
      write(branch, values);
    } else if (choice == 13 && branches.size() < MAX_BRANCHES) {
      fork(branch, values);
    } else if (choice < 17 && branch != other) {
      merge(branch, other, values);
    } else if (choice == 17) {
      revert(branch, values);
    } else if (choice == 18) {
      lookBack(branch, values);
    } else {
      compare(branch, other, values);
    }
  }

  // What is written.

  private void write(Branch branch, RandomValues values) throws Exception {
    String name = "t" + values.below(NAMES);
    String other = "t" + values.below(NAMES);
    Map<String, Thing> things = new TreeMap<>(branch.head.state.things());
    Set<Edge> edges = new HashSet<>(branch.head.state.edges());
    Thing thing = things.get(name);
    Thing was = thing == null ? Thing.NEW : thing;
    Edge edge = new Edge(name, other);
    String word = "w" + values.below(4);
    String tag = TAGS.get(values.below(TAGS.size()));
    String key = KEYS.get(values.below(KEYS.size()));
    Change change =
        switch (values.below(9)) {
          case 0, 1 -> {
            things.put(name, new Thing(word, was.displayName(), was.tags(), was.properties()));
            yield TestCatalog.upsert("table", name, "description", word);
          }
          case 2 -> {
            things.put(name, new Thing(was.description(), word, was.tags(), was.properties()));
            yield TestCatalog.upsert("table", name, "displayName", word);
          }
          case 3 -> {
            Set<String> tags = new TreeSet<>(was.tags());
            tags.add(tag);
            things.put(
                name, new Thing(was.description(), was.displayName(), tags, was.properties()));
            yield TestCatalog.upsert("table", name, "tags", Map.of("add", List.of("tag:" + tag)));
          }
          case 4 -> {
            Set<String> tags = new TreeSet<>(was.tags());
            tags.remove(tag);
            things.put(
                name, new Thing(was.description(), was.displayName(), tags, was.properties()));
            yield TestCatalog.upsert(
                "table", name, "tags", Map.of("remove", List.of("tag:" + tag)));
          }
          case 5 -> {
            Map<String, String> properties = new TreeMap<>(was.properties());
            properties.put(key, word);
            things.put(
                name, new Thing(was.description(), was.displayName(), was.tags(), properties));
            yield TestCatalog.upsert(
                "table", name, "attributes", Map.of("properties", Map.of(key, word)));
          }
          case 6 -> {
            if (thing != null) {
              things.remove(name);
              edges.removeIf(one -> one.from().equals(name) || one.to().equals(name));
            }
            yield TestCatalog.delete("table", name);
          }
          case 7 -> {
            if (thing != null && things.containsKey(other)) {
              edges.add(edge);
            }
            yield TestCatalog.link("lineage", "table:" + name, "table:" + other);
          }
          default -> {
            edges.remove(edge);
            yield new Change.RemoveRelationship(
                "lineage",
                TestCatalog.named("table", name),
                TestCatalog.named("table", other),
                null);
          }
        };
    State after = new State(things, edges, branch.head.state.merged());
    CommitId commit =
        tried(
            branch,
            after,
            () ->
                catalog
                    .catalog
                    .submit(branch.scope(), TestCatalog.submission(Atomicity.EACH, List.of(change)))
                    .get()
                    .commit());
    if (commit != null) {
      commit(branch, commit, after);
    }
  }

  /** Takes over a new commit, if it is one; and looks whether it says what the model says. */
  private void commit(Branch branch, CommitId commit, State state) throws IOException {
    if (commit.seq() == 0 || branch.commits.containsKey(commit)) {
      assertThat(state).isEqualTo(branch.head.state);
    } else {
      branch.head = new Commit(branch.head, state);
      branch.commits.put(commit, branch.head);
    }
    assertThat(state(branch)).isEqualTo(branch.head.state);
  }

  /** Something that a fault may keep from its end. */
  @FunctionalInterface
  private interface Work<R> {
    R run() throws IOException, InterruptedException, ExecutionException;
  }

  /**
   * Does something, as a client would whose server may fail: then another one is begun, and either
   * all of it has happened or nothing.
   *
   * @return null if it failed
   */
  private <R> @Nullable R tried(Branch branch, State after, Work<R> work) throws Exception {
    try {
      return work.run();
    } catch (IOException e) {
      recover(branch, after);
    } catch (CatalogException e) {
      if (e.code().httpStatus() < 500) {
        throw e;
      }
      recover(branch, after);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof CatalogException refused)
          || refused.code().httpStatus() < 500) {
        throw e;
      }
      recover(branch, after);
    }
    return null;
  }

  private void recover(Branch branch, State after) throws IOException {
    beginAnew(store);
    State now = state(branch);
    CommitId head = catalog.catalog.head(TestCatalog.ADMIN, branch.scope());
    if (branch.commits.containsKey(head)) {
      assertThat(now).isEqualTo(branch.head.state);
    } else {
      // A merge that was done says of itself what it has brought.
      assertThat(now.things()).isEqualTo(after.things());
      assertThat(now.edges()).isEqualTo(after.edges());
      assertThat(now.merged()).isEqualTo(after.merged());
      branch.head = new Commit(branch.head, after);
      branch.commits.put(head, branch.head);
    }
  }

  private void fork(Branch from, RandomValues values) throws Exception {
    List<CommitId> all =
        from.commits.keySet().stream().sorted((a, b) -> Long.compare(a.seq(), b.seq())).toList();
    CommitId at = all.get(values.below(all.size()));
    Branch made = new Branch(new BranchName("b" + branches.size()), from.commits.get(at));
    catalog
        .catalog
        .references()
        .createBranch(
            TestCatalog.ADMIN,
            made.scope(),
            from.name,
            new PointInTime.AtCommit(at),
            ReferenceDetails.UNKNOWN);
    from.commits.forEach(
        (id, commit) -> {
          if (id.seq() <= at.seq()) {
            made.commits.put(id, commit);
          }
        });
    branches.add(made);
    assertThat(state(made)).isEqualTo(made.head.state);
  }

  // What is merged and taken back.

  private void merge(Branch source, Branch target, RandomValues values) throws Exception {
    Word word = Word.values()[values.below(Word.values().length)];
    Commit base = BranchModel.base(target.head, source.head);
    Merged expected = BranchModel.merge(base.state, target.head.state, source.head.state, word);
    State after = withRecord(expected.state(), new Merge(source.head, target.head));
    MergeRequest request =
        new MergeRequest(
            source.name, target.name, Map.of(), strategy(word), false, TestCatalog.context());
    MergeOutcome outcome =
        tried(target, after, () -> catalog.catalog.merges().merge(TenantId.DEFAULT, request));
    if (outcome != null) {
      assertThat(commit(outcome.base()))
          .as("base of %s into %s", source.name, target.name)
          .isSameAs(base);
      check(target, outcome, expected, after, word, base == source.head);
      merges++;
    }
  }

  private static State withRecord(State state, Merge merge) {
    Set<Merge> merged = new HashSet<>(state.merged());
    merged.add(merge);
    return new State(state.things(), state.edges(), merged);
  }

  private void revert(Branch branch, RandomValues values) throws Exception {
    List<CommitId> all =
        branch.commits.keySet().stream().sorted((a, b) -> Long.compare(a.seq(), b.seq())).toList();
    CommitId bad = all.get(values.below(all.size()));
    Commit commit = branch.commits.get(bad);
    if (commit.parent == null || commit.parent.parent == null) {
      return;
    }
    Word word = Word.values()[values.below(Word.values().length)];
    Merged expected = BranchModel.merge(commit.state, branch.head.state, commit.parent.state, word);
    RevertRequest request =
        new RevertRequest(branch.name, bad, Map.of(), strategy(word), false, TestCatalog.context());
    MergeOutcome outcome =
        tried(
            branch,
            expected.state(),
            () -> catalog.catalog.merges().revert(TenantId.DEFAULT, request));
    if (outcome != null) {
      check(
          branch,
          outcome,
          expected,
          expected.state(),
          word,
          expected.state().equals(branch.head.state));
      reverts++;
    }
  }

  private void check(
      Branch target,
      MergeOutcome outcome,
      Merged expected,
      State after,
      Word word,
      boolean isUpToDate)
      throws IOException {
    assertThat(outcome.conflicts().stream().map(this::shown).collect(Collectors.toSet()))
        .as("of %s", outcome)
        .isEqualTo(expected.conflicts());
    conflicting += expected.conflicts().isEmpty() ? 0 : 1;
    if (word == Word.NOBODY && !expected.conflicts().isEmpty()) {
      assertThat(outcome.status()).isEqualTo(Status.CONFLICTING);
      assertThat(state(target)).isEqualTo(target.head.state);
    } else if (isUpToDate) {
      assertThat(outcome.status()).isEqualTo(Status.UP_TO_DATE);
    } else {
      assertThat(outcome.status()).isEqualTo(Status.MERGED);
      commit(target, outcome.commit(), after);
    }
  }

  private static ConflictStrategy strategy(Word word) {
    return switch (word) {
      case NOBODY -> ConflictStrategy.FAIL;
      case OURS -> ConflictStrategy.OURS;
      case THEIRS -> ConflictStrategy.THEIRS;
    };
  }

  private String shown(Conflict conflict) {
    String id = conflict.id();
    int field = id.indexOf('#');
    return names.get(new AssetId(id.substring("asset:".length(), field))) + id.substring(field);
  }

  // What is read.

  private void lookBack(Branch branch, RandomValues values) throws IOException {
    List<CommitId> all = List.copyOf(branch.commits.keySet());
    CommitId at = all.get(values.below(all.size()));
    try {
      HistoryReader history = catalog.catalog.history(TestCatalog.ADMIN, branch.scope());
      State found =
          state(
              history.list(AssetQuery.ofType(null, null, AssetQuery.MAX_LIMIT), at).items(),
              history.list(new RelationshipQuery(null, null, null, null, null, 1_000), at).items());
      assertThat(found).isEqualTo(branch.commits.get(at).state);
    } catch (IOException e) {
      beginAnew(store);
    }
  }

  private void compare(Branch one, Branch other, RandomValues values) throws IOException {
    List<CommitId> all = List.copyOf(one.commits.keySet());
    CommitId at = all.get(values.below(all.size()));
    State from = one.commits.get(at).state;
    State to = other.head.state;
    Set<String> expected = new TreeSet<>();
    names.forEach(
        (id, name) -> {
          if (!Objects.equals(from.things().get(name), to.things().get(name))) {
            expected.add(name);
          }
        });
    Set<String> found = new TreeSet<>();
    try (BranchDiff diff =
        catalog
            .catalog
            .diffs()
            .between(
                TestCatalog.ADMIN,
                TenantId.DEFAULT,
                new Point(one.name, new PointInTime.AtCommit(at)),
                new Point(other.name, null))) {
      diff.forEach(difference -> add(difference, found));
      assertThat(found).containsAll(expected);
      // Lists are compared in their order, which a merge may leave different.
      found.removeIf(
          name -> {
            Thing thing = from.things().get(name);
            return thing != null && thing.equals(to.things().get(name)) && thing.tags().size() > 1;
          });
      assertThat(found).isEqualTo(expected);
    } catch (IOException e) {
      beginAnew(store);
    }
  }

  private static void add(EntityDiff diff, Set<String> found) {
    if (diff.entity() instanceof Asset asset && asset.type().equals("table")) {
      found.add(asset.qualifiedName());
    }
  }

  /** Returns what a branch is now, as the catalog shows it. */
  private State state(Branch branch) throws IOException {
    while (true) {
      try (StateSnapshot snapshot =
          catalog.catalog.read(
              TestCatalog.ADMIN,
              branch.scope(),
              catalog.catalog.head(TestCatalog.ADMIN, branch.scope()))) {
        return state(
            snapshot.list(AssetQuery.ofType(null, null, AssetQuery.MAX_LIMIT)).items(),
            snapshot
                .list(new RelationshipQuery(null, null, null, null, null, AssetQuery.MAX_LIMIT))
                .items());
      } catch (IOException e) {
        beginAnew(store);
      }
    }
  }

  private State state(List<Asset> assets, List<Relationship> edges) {
    Map<String, Thing> things = new TreeMap<>();
    Set<Merge> merged = new HashSet<>();
    Map<AssetId, String> tags = new HashMap<>();
    TAGS.forEach(tag -> tags.put(AssetId.derive("tag", tag), tag));
    for (Asset asset : assets) {
      if (asset.type().equals("table")) {
        things.put(
            asset.qualifiedName(),
            new Thing(
                asset.description(),
                asset.displayName(),
                asset.tags().stream().map(tags::get).collect(Collectors.toSet()),
                properties(asset)));
      } else if (asset.type().equals("merge")) {
        merged.add(new Merge(commit(asset, "sourceCommit"), commit(asset, "targetCommit")));
      }
    }
    return new State(
        things,
        edges.stream()
            .map(edge -> new Edge(names.get(edge.sourceId()), names.get(edge.targetId())))
            .collect(Collectors.toSet()),
        merged);
  }

  private static Map<String, String> properties(Asset asset) {
    Map<String, String> properties = new TreeMap<>();
    if (asset.attributes().get("properties") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> properties.put((String) key, (String) value));
    }
    return properties;
  }

  private Commit commit(Asset merge, String attribute) {
    return commit(CommitId.parse((String) merge.attributes().get(attribute)));
  }

  private Commit commit(CommitId id) {
    for (Branch branch : branches) {
      Commit known = branch.commits.get(id);
      if (known != null) {
        return known;
      }
    }
    throw new AssertionError("no branch has " + id);
  }
}
