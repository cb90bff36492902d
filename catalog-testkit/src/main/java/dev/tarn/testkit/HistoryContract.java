package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link HistoryReader}: the state at any commit is what the log adds up to there,
 * however far the state tables have come.
 */
public abstract class HistoryContract extends StoreContract {
  private static final int LIMIT = 1_000;

  private static InMemoryState model(List<Group> groups) {
    InMemoryState model = new InMemoryState(CommitId.NOTHING);
    for (Group group : groups) {
      group.entries().forEach(entry -> model.apply(entry, group.commit()));
    }
    return model;
  }

  private static void materialise(BranchStore branch, List<Group> groups) throws IOException {
    for (LogFollower follower : branch.followers()) {
      follower.apply(groups);
    }
  }

  private static void assertShowsEveryCommit(BranchStore branch, List<Group> groups)
      throws IOException {
    HistoryReader history = branch.history();
    for (int i = 0; i < groups.size(); i++) {
      CommitId at = groups.get(i).commit();
      assertEquals(at, history.resolve(new PointInTime.AtCommit(at)));
      assertShows(history, at, groups.subList(0, i + 1));
    }
  }

  @Test
  public void knowsTheCommitOfEachEntry(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    CommitId start = branch.log().head();
    List<Group> groups = append(branch.log(), random, 4, 10);
    assertEquals(start, branch.history().commitOf(0));
    for (Group group : groups) {
      for (long seq = group.firstSeq(); seq <= group.commit().seq(); seq++) {
        assertEquals(group.commit(), branch.history().commitOf(seq));
        assertEquals(group.commit(), again().history().commitOf(seq));
      }
    }
    long beyond = groups.getLast().commit().seq() + 1;
    assertThrows(IOException.class, () -> branch.history().commitOf(beyond));
  }

  @Test
  public void knowsWhereAnotherHistoryMeetsIt(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    CommitId start = branch.log().head();
    List<Group> groups = append(branch.log(), random, 3, 5);
    CommitId last = groups.getLast().commit();
    assertEquals(Optional.of(last), branch.history().newestBefore(last, 0));
    assertEquals(Optional.of(last), again().history().newestBefore(last, last.seq() - 1));
    assertEquals(Optional.empty(), branch.history().newestBefore(last, last.seq()));
    assertEquals(Optional.empty(), branch.history().newestBefore(start, 0));
    CommitId unknown = new CommitId(last.seq(), "00c0ffee00c0ffee");
    assertEquals(Optional.empty(), branch.history().newestBefore(unknown, 0));
  }

  private static void assertShows(HistoryReader history, CommitId at, List<Group> groups)
      throws IOException {
    InMemoryState model = model(groups);
    List<Asset> assets = StateComparison.assets(model, null, LIMIT);
    assertEquals(assets, assets(history, at, 50));
    assertEquals(
        model.list(AssetQuery.ofType("table", null, LIMIT)),
        history.list(AssetQuery.ofType("table", null, LIMIT), at));
    RelationshipQuery edges = new RelationshipQuery(null, null, null, null, null, LIMIT);
    assertEquals(model.list(edges), history.list(edges, at));
    for (Asset asset : assets.stream().limit(5).toList()) {
      assertEquals(asset, history.asset(asset.id(), at).orElseThrow());
      assertEquals(
          asset, history.assetNamed(asset.type(), asset.qualifiedName(), at).orElseThrow());
    }
    List<AssetId> gone = model.deletedAssets(1, at.seq(), 3).stream().map(Asset::id).toList();
    for (AssetId id : gone) {
      assertEquals(true, history.asset(id, at).isEmpty(), "deleted by then");
    }
  }

  private static List<Asset> assets(HistoryReader history, CommitId at, int limit)
      throws IOException {
    List<Asset> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Asset> page = history.list(AssetQuery.ofType(null, cursor, limit), at);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  @Test
  public void showsEveryCommitBeforeTheTablesFollow(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    assertShowsEveryCommit(branch, append(branch.log(), random, 4, 25));
  }

  @Test
  public void showsEveryCommitAsTheTablesFollow(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = append(branch.log(), random, 3, 25);
    materialise(branch, groups.subList(0, 2));
    groups.addAll(append(branch.log(), random, 3, 25));
    assertShowsEveryCommit(branch, groups);
    materialise(branch, groups);
    branch.maintain();
    assertShowsEveryCommit(branch, groups);
    assertShowsEveryCommit(again(), groups);
  }

  @Test
  public void startsWithNothing(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    CommitId start = branch.log().head();
    append(branch.log(), random, 2, 10);
    CommitId resolved = branch.history().resolve(new PointInTime.AtCommit(start));
    assertEquals(0, resolved.seq());
    assertEquals(List.of(), assets(branch.history(), resolved, 10));
  }

  @Test
  public void findsTheCommitOfATime() throws Exception {
    BranchStore branch = newBranch();
    List<CommitId> commits = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      LogEntry entry = Entries.created("group-" + i, i, "name." + i);
      commits.add(append(branch.log(), "group-" + i, List.of(entry)));
      times.add(entry.committedAt());
    }
    HistoryReader history = branch.history();
    assertEquals(0, history.resolve(new PointInTime.AtTime(times.get(0).minusMillis(1))).seq());
    for (int i = 0; i < commits.size(); i++) {
      assertEquals(
          commits.get(i).seq(), history.resolve(new PointInTime.AtTime(times.get(i))).seq());
      assertEquals(
          commits.get(i).seq(),
          history.resolve(new PointInTime.AtTime(times.get(i).plusMillis(1))).seq());
    }
  }

  @Test
  public void refusesACommitThatIsNotThere(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    long seq = append(branch.log(), random, 2, 10).getLast().commit().seq();
    HistoryReader history = branch.history();
    CommitId future = new CommitId(seq + 1, "00c0ffee00c0ffee");
    CommitId forged = new CommitId(seq, "00c0ffee00c0ffee");
    BranchName tag = new BranchName("no-such-tag");
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND, () -> history.resolve(new PointInTime.AtCommit(future)));
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND, () -> history.resolve(new PointInTime.AtCommit(forged)));
    assertRefused(ErrorCode.COMMIT_NOT_FOUND, () -> history.resolve(new PointInTime.AtTag(tag)));
  }

  @Test
  public void tellsTheStoryOfEachEntity(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = append(branch.log(), random, 8, 30);
    assertTells(branch.history(), groups);
    materialise(branch, groups);
    branch.maintain();
    assertTells(branch.history(), groups);
  }

  private static void assertTells(HistoryReader history, List<Group> groups) throws IOException {
    CommitId head = groups.getLast().commit();
    CommitId middle = groups.get(groups.size() / 2).commit();
    List<LogEntry> newestFirst = entriesOf(groups).reversed();
    Set<EntityKind> kinds = new LinkedHashSet<>();
    int asked = 0;
    for (LogEntry last : newestFirst) {
      if (asked < 12 || kinds.add(last.kind())) {
        asked++;
        List<LogEntry> story =
            newestFirst.stream()
                .filter(entry -> entry.kind() == last.kind() && entry.key().equals(last.key()))
                .toList();
        assertEquals(story, history.history(last.kind(), last.key(), head, null, LIMIT));
        assertEquals(
            story.stream().filter(entry -> entry.seq() <= middle.seq()).toList(),
            history.history(last.kind(), last.key(), middle, null, LIMIT));
        assertEquals(
            story.stream().skip(1).limit(1).toList(),
            history.history(last.kind(), last.key(), head, story.getFirst().seq(), 1));
      }
    }
    assertEquals(List.of(), history.history(EntityKind.ASSET, "0".repeat(32), head, null, LIMIT));
  }

  @Test
  public void showsRelationshipsOfTheirTime(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = append(branch.log(), random, 4, 40);
    for (int i = 0; i < groups.size(); i++) {
      InMemoryState model = model(groups.subList(0, i + 1));
      CommitId at = groups.get(i).commit();
      for (Relationship edge :
          StateComparison.relationships(model, LIMIT).stream().limit(3).toList()) {
        RelationshipQuery query =
            new RelationshipQuery(null, null, null, edge.sourceId(), null, LIMIT);
        assertEquals(model.list(query), branch.history().list(query, at));
      }
    }
  }
}
