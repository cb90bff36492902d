package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.catalog.CatalogDiffs.Point;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.history.HistoryReader;
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
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.testkit.BranchModel.Commit;
import dev.tarn.testkit.BranchModel.Edge;
import dev.tarn.testkit.BranchModel.Merge;
import dev.tarn.testkit.BranchModel.Merged;
import dev.tarn.testkit.BranchModel.State;
import dev.tarn.testkit.BranchModel.Thing;
import dev.tarn.testkit.BranchModel.Word;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random histories over several branches: what is written, merged and taken back, with stores that
 * fail and catalogs that are begun anew, comes to what a simple model says it comes to.
 */
@ExtendWith(Seeds.class)
public abstract class BranchModelContract extends BranchHistories {
  private static final int STEPS_BETWEEN_DISTURBANCES = 25;
  private static final List<String> KEYS = List.of("x", "y", "z");
  private static final List<Word> WORDS = List.of(Word.values());
  private static final int MAX_BRANCHES = 4;

  private int merges;
  private int conflicting;
  private int reverts;

  /** Returns how long a history is. */
  protected abstract int steps();

  /** Makes the stores fail, or ends the catalog without notice, and begins it anew. */
  protected abstract void disturb(Random random) throws IOException;

  @Test
  public void historiesComeToWhatTheModelSays(Random random) throws Exception {
    begin();
    RandomValues values = new RandomValues(random.nextLong());
    for (int step = 0; step < steps(); step++) {
      step(values);
    }
    assertThat(List.of(merges, conflicting, reverts))
        .as("merges, conflicts, reverts")
        .allSatisfy(count -> assertThat(count).isGreaterThan(steps() / 100));
  }

  @Test
  public void soDoTheyWhenStoresFailAndCatalogsBeginAnew(Random random) throws Exception {
    begin();
    RandomValues values = new RandomValues(random.nextLong());
    for (int step = 0; step < steps() / 2; step++) {
      if (values.oneIn(STEPS_BETWEEN_DISTURBANCES)) {
        disturb(random);
      }
      step(values);
    }
    beginAnew();
    for (Branch branch : branches) {
      assertThat(state(branch)).isEqualTo(branch.head.state);
    }
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
                catalog()
                    .submit(branch.scope(), TestCatalog.submission(Atomicity.EACH, List.of(change)))
                    .get()
                    .commit());
    if (commit != null) {
      commit(branch, commit, after);
    }
  }

  private void fork(Branch from, RandomValues values) throws Exception {
    List<CommitId> all =
        from.commits.keySet().stream().sorted((a, b) -> Long.compare(a.seq(), b.seq())).toList();
    CommitId at = all.get(values.below(all.size()));
    Branch made = new Branch(new BranchName("b" + branches.size()), from.commit(at));
    catalog()
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
    Word word = WORDS.get(values.below(WORDS.size()));
    Commit base = BranchModel.base(target.head, source.head);
    Merged expected = BranchModel.merge(base.state, target.head.state, source.head.state, word);
    State after = withRecord(expected.state(), new Merge(source.head, target.head));
    MergeRequest request =
        new MergeRequest(
            source.name, target.name, Map.of(), strategy(word), false, TestCatalog.context());
    MergeOutcome outcome =
        tried(target, after, () -> catalog().merges().merge(TenantId.DEFAULT, request));
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
    Commit commit = branch.commit(bad);
    if (commit.parent == null || commit.parent.parent == null) {
      return;
    }
    Word word = WORDS.get(values.below(WORDS.size()));
    Merged expected = BranchModel.merge(commit.state, branch.head.state, commit.parent.state, word);
    RevertRequest request =
        new RevertRequest(branch.name, bad, Map.of(), strategy(word), false, TestCatalog.context());
    MergeOutcome outcome =
        tried(branch, expected.state(), () -> catalog().merges().revert(TenantId.DEFAULT, request));
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
      HistoryReader history = catalog().history(TestCatalog.ADMIN, branch.scope());
      State found =
          state(
              history.list(AssetQuery.ofType(null, null, AssetQuery.MAX_LIMIT), at).items(),
              history.list(new RelationshipQuery(null, null, null, null, null, 1_000), at).items());
      assertThat(found).isEqualTo(branch.commit(at).state);
    } catch (IOException e) {
      beginAnew();
    } catch (CatalogException e) {
      if (!isServers(e)) {
        throw e;
      }
      beginAnew();
    }
  }

  private void compare(Branch one, Branch other, RandomValues values) throws IOException {
    List<CommitId> all = List.copyOf(one.commits.keySet());
    CommitId at = all.get(values.below(all.size()));
    State from = one.commit(at).state;
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
        catalog()
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
      beginAnew();
    } catch (CatalogException e) {
      if (!isServers(e)) {
        throw e;
      }
      beginAnew();
    }
  }

  private static void add(EntityDiff diff, Set<String> found) {
    if (diff.entity() instanceof Asset asset && asset.type().equals("table")) {
      found.add(asset.qualifiedName());
    }
  }
}
