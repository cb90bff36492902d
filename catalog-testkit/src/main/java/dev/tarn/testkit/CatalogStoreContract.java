package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.AppendOutcome;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.log.LogFollower;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of {@link CatalogStore}: tenants, branches, tags, and the followers of a branch. */
public abstract class CatalogStoreContract extends StoreContract {
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName RELEASE = new BranchName("release-1.0");
  private static final Scope ACME_DEV = new Scope(ACME, DEV);

  @Test
  public void newTenantHasAnEmptyMainBranch() throws Exception {
    CatalogStore store = store();
    store.createTenant(GLOBEX);
    store.createTenant(ACME);
    assertTrue(store.tenants().containsAll(List.of(ACME, GLOBEX)));
    assertTrue(store.tenants().indexOf(ACME) < store.tenants().indexOf(GLOBEX), "sorted");
    assertEquals(List.of(BranchName.MAIN), store.branches(ACME));
    assertEquals(0, branch(store, ACME_MAIN).log().head().seq());
  }

  @Test
  public void refusesASecondTenantOfAName() throws Exception {
    CatalogStore store = store();
    CatalogStore other = store();
    store.createTenant(ACME);
    assertRefused(ErrorCode.TENANT_EXISTS, () -> store.createTenant(ACME));
    assertRefused(ErrorCode.TENANT_EXISTS, () -> other.createTenant(ACME));
    assertTrue(other.tenants().contains(ACME));
  }

  @Test
  public void createsATenantOnceForTwoAtATime() throws Exception {
    List<CatalogStore> stores = List.of(store(), store());
    CyclicBarrier together = new CyclicBarrier(2);
    int created = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (CatalogStore store : stores) {
        answers.add(
            threads.submit(
                () -> {
                  together.await();
                  try {
                    store.createTenant(ACME);
                    return true;
                  } catch (CatalogException e) {
                    assertEquals(ErrorCode.TENANT_EXISTS, e.code());
                    return false;
                  }
                }));
      }
      for (Future<Boolean> answer : answers) {
        created += answer.get() ? 1 : 0;
      }
    }
    assertEquals(1, created);
    assertEquals(0, branch(store(), ACME_MAIN).log().head().seq());
  }

  @Test
  public void namesWhatIsMissing() throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    Scope noTenant = new Scope(GLOBEX, BranchName.MAIN);
    PointInTime start = new PointInTime.AtCommit(branch(store, ACME_MAIN).log().head());
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.open(noTenant));
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.branches(GLOBEX));
    assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> store.open(ACME_DEV));
    assertRefused(
        ErrorCode.BRANCH_NOT_FOUND, () -> store.createBranch(new Scope(ACME, RELEASE), DEV, start));
    assertRefused(
        ErrorCode.TENANT_NOT_FOUND,
        () -> store.createBranch(new Scope(GLOBEX, DEV), BranchName.MAIN, start));
    assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> store.createTag(ACME_DEV, RELEASE, start));
    CommitId nowhere = new CommitId(7, "00c0ffee00c0ffee");
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND,
        () -> store.createBranch(ACME_DEV, BranchName.MAIN, new PointInTime.AtCommit(nowhere)));
    assertEquals(List.of(BranchName.MAIN), store.branches(ACME));
  }

  @Test
  public void keepsTenantsApart(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    store.createTenant(GLOBEX);
    BranchStore acme = branch(store, ACME_MAIN);
    BranchStore globex = branch(store, new Scope(GLOBEX, BranchName.MAIN));
    List<Group> secret = append(acme.log(), random, 3, 10);
    CommitId commit = secret.getLast().commit();
    store.createBranch(ACME_DEV, BranchName.MAIN, new PointInTime.AtCommit(commit));
    store.createTag(ACME_MAIN, RELEASE, new PointInTime.AtCommit(commit));
    assertEquals(0, globex.log().head().seq());
    assertEquals(List.of(), entries(globex.log(), 0));
    assertEquals(List.of(BranchName.MAIN), store.branches(GLOBEX));
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND, () -> globex.history().resolve(new PointInTime.AtTag(RELEASE)));
    assertRefused(
        ErrorCode.COMMIT_NOT_FOUND,
        () -> globex.history().resolve(new PointInTime.AtCommit(commit)));
    List<Group> own = append(globex.log(), new RandomLog(2), 2, 10);
    assertEquals(entriesOf(own), entries(globex.log(), 0));
    assertEquals(entriesOf(secret), entries(acme.log(), 0));
  }

  @Test
  public void branchBeginsWhereItWasMadeAndGoesItsOwnWay(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    ChangeLog main = branch(store, ACME_MAIN).log();
    List<Group> before = append(main, random, 3, 10);
    CommitId middle = before.get(1).commit();
    CommitId made = store.createBranch(ACME_DEV, BranchName.MAIN, new PointInTime.AtCommit(middle));
    assertEquals(middle.seq(), made.seq());
    ChangeLog dev = branch(store, ACME_DEV).log();
    assertEquals(middle.seq(), dev.head().seq());
    assertEquals(entriesOf(before.subList(0, 2)), entries(dev, 0));
    String groupId = "only-on-dev";
    append(dev, groupId, List.of(Entries.created(groupId, middle.seq() + 1, "dev.only")));
    append(main, "only-on-main", random.entries("only-on-main", 2));
    assertEquals(middle.seq() + 1, dev.head().seq());
    assertEquals(random.seq(), main.head().seq());
    assertEquals("only-on-dev", entries(dev, middle.seq()).getFirst().groupId());
    assertEquals(random.seq(), entries(main, 0).size());
    assertEquals(List.of(DEV, BranchName.MAIN), store.branches(ACME));
  }

  @Test
  public void refusesASecondBranchOfAName() throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    PointInTime start = new PointInTime.AtCommit(branch(store, ACME_MAIN).log().head());
    store.createBranch(ACME_DEV, BranchName.MAIN, start);
    assertRefused(
        ErrorCode.BRANCH_EXISTS, () -> store.createBranch(ACME_DEV, BranchName.MAIN, start));
    assertRefused(
        ErrorCode.BRANCH_EXISTS, () -> store.createBranch(ACME_MAIN, BranchName.MAIN, start));
    store.createTag(ACME_MAIN, RELEASE, start);
    assertRefused(ErrorCode.BRANCH_EXISTS, () -> store.createTag(ACME_MAIN, RELEASE, start));
    assertEquals(List.of(DEV, BranchName.MAIN), store.branches(ACME));
  }

  @Test
  public void tagStaysWhereItIs(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    BranchStore main = branch(store, ACME_MAIN);
    CommitId tagged = append(main.log(), random, 2, 10).getLast().commit();
    assertEquals(tagged, store.createTag(ACME_MAIN, RELEASE, new PointInTime.AtCommit(tagged)));
    append(main.log(), random, 2, 10);
    main.maintain();
    assertEquals(Optional.of(BranchName.MAIN), store.tagged(ACME, RELEASE));
    assertEquals(Optional.empty(), store.tagged(ACME, BranchName.MAIN));
    assertEquals(Optional.empty(), store.tagged(GLOBEX, RELEASE));
    assertEquals(tagged, main.history().resolve(new PointInTime.AtTag(RELEASE)));
    assertEquals(tagged, again().history().resolve(new PointInTime.AtTag(RELEASE)));
    CommitId made = store.createBranch(ACME_DEV, BranchName.MAIN, new PointInTime.AtTag(RELEASE));
    assertEquals(tagged.seq(), made.seq());
  }

  @Test
  public void twoStoresNeverShareASequenceNumber(RandomLog random) throws Exception {
    CatalogStore one = store();
    one.createTenant(ACME);
    ChangeLog first = branch(one, ACME_MAIN).log();
    ChangeLog second = branch(store(), ACME_MAIN).log();
    append(first, random, 2, 5);
    CommitId head = second.head();
    List<LogEntry> entries = random.entries("group-a", 2);
    append(first, "group-a", entries);
    List<LogEntry> late = List.of(Entries.created("group-b", head.seq() + 1, "too.late"));
    assertInstanceOf(AppendOutcome.Conflict.class, second.append(head, "group-b", late));
    assertEquals(first.head(), second.head());
    assertNotEquals(head, second.head());
    List<Long> seqs = entries(second, 0).stream().map(LogEntry::seq).toList();
    assertEquals(seqs.stream().distinct().toList(), seqs);
    assertEquals(random.seq(), seqs.size());
  }

  @Test
  public void followersTakeEachEntryOnce(RandomLog random) throws Exception {
    BranchStore branch = newBranch();
    List<Group> groups = append(branch.log(), random, 6, 20);
    for (LogFollower follower : branch.followers()) {
      assertEquals(0, follower.applied().seq(), follower.name());
      follower.apply(groups.subList(0, 2));
      assertEquals(groups.get(1).commit().seq(), follower.applied().seq(), follower.name());
      follower.apply(groups.subList(1, 5));
      follower.apply(groups.subList(2, 4));
      assertEquals(groups.get(4).commit().seq(), follower.applied().seq(), follower.name());
      assertTrue(follower.durable().seq() <= follower.applied().seq(), follower.name());
    }
    branch.close();
    BranchStore reopened = again();
    for (LogFollower follower : reopened.followers()) {
      assertEquals(follower.durable(), follower.applied(), follower.name());
      follower.apply(groups(reopened.log(), follower.applied().seq(), 10_000));
      assertEquals(groups.get(5).commit().seq(), follower.applied().seq(), follower.name());
    }
    assertEquals(entriesOf(groups), entries(reopened.log(), 0));
  }

  @Test
  public void everythingSurvivesItsProcess(RandomLog random) throws Exception {
    CommitId tagged;
    try (CatalogStore store = openStore()) {
      store.createTenant(ACME);
      try (BranchStore main = store.open(ACME_MAIN)) {
        tagged = append(main.log(), random, 3, 5).getLast().commit();
      }
      store.createTag(ACME_MAIN, RELEASE, new PointInTime.AtCommit(tagged));
      store.createBranch(ACME_DEV, BranchName.MAIN, new PointInTime.AtTag(RELEASE));
    }
    CatalogStore store = store();
    assertTrue(store.tenants().contains(ACME));
    assertEquals(List.of(DEV, BranchName.MAIN), store.branches(ACME));
    assertEquals(tagged.seq(), branch(store, ACME_DEV).log().head().seq());
    assertEquals(
        tagged, branch(store, ACME_MAIN).history().resolve(new PointInTime.AtTag(RELEASE)));
  }

  @Test
  public void eachTableHasAPlaceOfItsOwn() throws Exception {
    BranchStore branch = newBranch();
    TableName sales = TableName.of("sales");
    String namespace = branch.locations().ofNamespace(sales);
    assertEquals(namespace, again().locations().ofNamespace(sales));
    Set<String> places = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      String place = branch.locations().ofNew(sales.child("orders"));
      assertTrue(place.startsWith(namespace + "/orders-"), place);
      places.add(place);
    }
    assertEquals(10, places.size());
    // A name is no way out of the tenant's folder.
    assertFalse(branch.locations().ofNew(TableName.of("a", "..", "../x")).contains(".."));
  }
}
