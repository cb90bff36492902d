package dev.tarn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.scope.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link CatalogStore} for the life of branches and tags. */
public abstract class ReferencesContract extends StoreContract {
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName NEXT = new BranchName("Next");
  private static final BranchName RELEASE = new BranchName("release-1.0");
  private static final Scope ACME_DEV = new Scope(ACME, DEV);
  private static final Scope ACME_NEXT = new Scope(ACME, NEXT);
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final ReferenceDetails DETAILS =
      ReferenceDetails.madeBy(new Actor("user:alice"), NOON)
          .withPurpose("\u00fcbung \"one\"")
          .withExpiry(NOON.plusSeconds(60))
          .withRules(new ReviewRules(2, List.of("owner-set"), true));

  private static PointInTime at(CommitId commit) {
    return new PointInTime.AtCommit(commit);
  }

  private static Reference reference(CatalogStore store, BranchName name) throws IOException {
    return store.references(ACME).stream()
        .filter(reference -> reference.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void delete(CatalogStore store, BranchName name) throws IOException {
    store.delete(ACME, name, reference -> {});
  }

  /** Makes {@code dev} at the end of main's log, and appends to it. */
  private List<LogEntry> newDev(CatalogStore store, RandomLog random) throws IOException {
    CommitId start;
    try (BranchStore main = store.open(ACME_MAIN)) {
      start = append(main.log(), random, 3, 5).getLast().commit();
    }
    store.createBranch(ACME_DEV, BranchName.MAIN, at(start), DETAILS);
    try (BranchStore dev = store.open(ACME_DEV)) {
      append(dev.log(), random, 2, 5);
      return entries(dev.log(), 0);
    }
  }

  @Test
  public void keepsDetails(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    newDev(store, random);
    CommitId head = branch(store, ACME_MAIN).log().head();
    store.createTag(ACME_MAIN, RELEASE, at(head));
    assertEquals(
        List.of(DEV, BranchName.MAIN, RELEASE),
        store().references(ACME).stream().map(Reference::name).toList());
    assertEquals(
        new Reference(DEV, ReferenceKind.BRANCH, BranchName.MAIN, head, DETAILS),
        reference(store(), DEV));
    assertEquals(
        new Reference(RELEASE, ReferenceKind.TAG, BranchName.MAIN, head, ReferenceDetails.UNKNOWN),
        reference(store(), RELEASE));
    Reference changed =
        store.describe(ACME, DEV, known -> known.withOwner(new Actor("user:bob")).withExpiry(null));
    assertEquals(DETAILS.withOwner(new Actor("user:bob")).withExpiry(null), changed.details());
    assertEquals(changed, reference(store(), DEV));
    assertTrue(reference(store, BranchName.MAIN).details().isProtected());
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.references(GLOBEX));
    assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> store.describe(ACME, NEXT, known -> known));
  }

  @Test
  public void deletedBranchIsGoneForEveryone(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    newDev(store, random);
    delete(store, DEV);
    for (CatalogStore any : List.of(store, store())) {
      assertEquals(List.of(BranchName.MAIN), any.branches(ACME));
      assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> any.open(ACME_DEV));
      assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> delete(any, DEV));
    }
    assertRefused(ErrorCode.TENANT_NOT_FOUND, () -> store.delete(GLOBEX, DEV, any -> {}));
  }

  @Test
  public void nameOfADeletedBranchBeginsAnew(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    List<LogEntry> before = newDev(store, random);
    delete(store, DEV);
    CommitId head = branch(store, ACME_MAIN).log().head();
    store.createBranch(ACME_DEV, BranchName.MAIN, at(head));
    ChangeLog dev = branch(store, ACME_DEV).log();
    int shared = Math.toIntExact(head.seq());
    assertEquals(before.subList(0, shared), entries(dev, 0));
    append(dev, "anew", List.of(Entries.created("anew", head.seq() + 1, "dev.anew")));
    assertEquals("anew", entries(branch(store(), ACME_DEV).log(), head.seq()).getFirst().groupId());
  }

  @Test
  public void whatWasMadeFromADeletedBranchStays(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    List<LogEntry> entries = newDev(store, random);
    CommitId begin = reference(store, DEV).commit();
    CommitId devHead;
    try (BranchStore dev = store.open(ACME_DEV)) {
      devHead = dev.log().head();
    }
    store.createBranch(ACME_NEXT, DEV, at(devHead));
    delete(store, DEV);
    Reference next = reference(store, NEXT);
    assertEquals(BranchName.MAIN, next.from());
    assertEquals(begin, next.commit());
    ChangeLog log = branch(store(), ACME_NEXT).log();
    assertEquals(entries, entries(log, 0));
    long seq = log.head().seq() + 1;
    append(log, "more", List.of(Entries.created("more", seq, "next.more")));
    assertEquals(seq, branch(store(), ACME_NEXT).log().head().seq());
  }

  @Test
  public void protectedOrTaggedBranchStays(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    newDev(store, random);
    CommitId head = branch(store, ACME_DEV).log().head();
    assertRefused(ErrorCode.REFERENCE_PROTECTED, () -> delete(store, BranchName.MAIN));
    store.describe(ACME, DEV, known -> known.withProtection(true));
    assertRefused(ErrorCode.REFERENCE_PROTECTED, () -> delete(store, DEV));
    assertRefused(ErrorCode.REFERENCE_PROTECTED, () -> store.rename(ACME, DEV, NEXT));
    store.describe(ACME, DEV, known -> known.withProtection(false));
    store.createTag(ACME_DEV, RELEASE, at(head));
    assertRefused(ErrorCode.REFERENCE_IN_USE, () -> delete(store, DEV));
    assertThrows(
        IllegalStateException.class,
        () ->
            store.delete(
                ACME,
                RELEASE,
                found -> {
                  throw new IllegalStateException(found.name().value());
                }));
    assertEquals(Optional.of(DEV), store.tagged(ACME, RELEASE));
    delete(store, RELEASE);
    assertEquals(Optional.empty(), store().tagged(ACME, RELEASE));
    delete(store, DEV);
    assertEquals(List.of(BranchName.MAIN), store.branches(ACME));
  }

  @Test
  public void renamedBranchIsTheSame(RandomLog random) throws Exception {
    CatalogStore store = store();
    store.createTenant(ACME);
    List<LogEntry> entries = newDev(store, random);
    CommitId head;
    try (BranchStore dev = store.open(ACME_DEV)) {
      head = dev.log().head();
    }
    store.createTag(ACME_DEV, RELEASE, at(head));
    assertRefused(ErrorCode.BRANCH_EXISTS, () -> store.rename(ACME, DEV, RELEASE));
    assertRefused(ErrorCode.BRANCH_EXISTS, () -> store.rename(ACME, DEV, BranchName.MAIN));
    Reference renamed = store.rename(ACME, DEV, NEXT);
    assertEquals(DETAILS, renamed.details());
    assertEquals(renamed, reference(store(), NEXT));
    assertEquals(List.of(NEXT, BranchName.MAIN), store.branches(ACME));
    assertEquals(Optional.of(NEXT), store.tagged(ACME, RELEASE));
    BranchStore next = branch(store(), ACME_NEXT);
    assertEquals(entries, entries(next.log(), 0));
    assertEquals(head, next.history().resolve(new PointInTime.AtTag(RELEASE)));
    // The old name is free, and nothing of the old branch is in the new one.
    store.createBranch(ACME_DEV, BranchName.MAIN, at(branch(store, ACME_MAIN).log().head()));
    ChangeLog dev = branch(store, ACME_DEV).log();
    long seq = dev.head().seq() + 1;
    append(dev, "other", List.of(Entries.created("other", seq, "dev.other")));
    assertEquals(entries, entries(branch(store(), ACME_NEXT).log(), 0));
    store.rename(ACME, RELEASE, new BranchName("release-1.1"));
    assertNotNull(reference(store, new BranchName("release-1.1")));
    assertEquals(Optional.empty(), store.tagged(ACME, RELEASE));
  }
}
