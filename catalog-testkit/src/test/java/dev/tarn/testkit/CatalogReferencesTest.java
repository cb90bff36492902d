package dev.tarn.testkit;

import static dev.tarn.core.scope.ReferenceKind.BRANCH;
import static dev.tarn.core.scope.ReferenceKind.TAG;
import static dev.tarn.testkit.TestCatalog.ADMIN;
import static dev.tarn.testkit.TestCatalog.submission;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.catalog.CatalogReferences;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Branches and tags of a catalog that is at work: who reads and writes meanwhile, and the time. */
final class CatalogReferencesTest {
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName NEXT = new BranchName("next");
  private static final BranchName RELEASE = new BranchName("release");
  private static final Scope ON_DEV = new Scope(TenantId.DEFAULT, DEV);
  private static final Scope ON_NEXT = new Scope(TenantId.DEFAULT, NEXT);
  private static final Scope ON_RELEASE = new Scope(TenantId.DEFAULT, RELEASE);

  /** What whoever uses a branch that goes may be told. */
  private static final Set<ErrorCode> GOING =
      Set.of(ErrorCode.SHUTTING_DOWN, ErrorCode.BRANCH_NOT_FOUND);

  private final TestCatalog test = new TestCatalog();
  private final CatalogReferences references = test.catalog.references();

  @AfterEach
  void close() throws IOException {
    test.close();
  }

  private CommitId create(Scope branch, ReferenceDetails details) throws IOException {
    return references.createBranch(
        ADMIN, branch, BranchName.MAIN, new PointInTime.AtTag(BranchName.MAIN), details);
  }

  private ReferenceDetails details() {
    return references.newDetails(ADMIN);
  }

  private CommitId write(Scope scope, String name) throws Exception {
    return test.catalog
        .submit(scope, submission(Atomicity.EACH, List.of(upsert("table", name))))
        .get()
        .commit();
  }

  private boolean has(Scope scope, String name, @Nullable CommitId commit) throws IOException {
    try (StateSnapshot state = test.catalog.read(ADMIN, scope, commit)) {
      return state.assetNamed("table", name).isPresent();
    }
  }

  private List<BranchName> names(ReferenceKind kind) throws IOException {
    return references.list(ADMIN, TenantId.DEFAULT, kind).stream().map(Reference::name).toList();
  }

  @Test
  void detailsSayWhoMadeItAndWhen() throws Exception {
    Instant now = test.clock.instant();
    create(ON_DEV, details().withPurpose("to try"));
    Reference dev = references.find(ADMIN, TenantId.DEFAULT, DEV, BRANCH);
    assertEquals(ReferenceDetails.madeBy(ADMIN, now).withPurpose("to try"), dev.details());
    Actor bob = new Actor("user:bob");
    Reference changed =
        references.describe(
            ADMIN, ON_DEV, BRANCH, known -> known.withOwner(bob).withProtection(true));
    assertEquals(dev.details().withOwner(bob).withProtection(true), changed.details());
    StoreContract.assertRefused(
        ErrorCode.BRANCH_NOT_FOUND, () -> references.describe(ADMIN, ON_DEV, TAG, known -> known));
    StoreContract.assertRefused(
        ErrorCode.INVALID_VALUE,
        () -> references.describe(ADMIN, ON_DEV, BRANCH, known -> known.withExpiry(now)));
    StoreContract.assertRefused(
        ErrorCode.REFERENCE_PROTECTED,
        () ->
            references.describe(
                ADMIN, Scope.DEFAULT, BRANCH, known -> known.withProtection(false)));
    StoreContract.assertRefused(
        ErrorCode.VALUE_TOO_LARGE, () -> details().withPurpose("x".repeat(1_001)));
  }

  @Test
  void aDeletedBranchIsClosedAndItsNameIsFree() throws Exception {
    create(ON_DEV, details());
    CommitId before = write(ON_DEV, "of-the-first");
    assertTrue(has(ON_DEV, "of-the-first", before));
    references.delete(ADMIN, ON_DEV, BRANCH);
    StoreContract.assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> test.catalog.head(ADMIN, ON_DEV));
    assertEquals(List.of(BranchName.MAIN), names(BRANCH));
    create(ON_DEV, details());
    CommitId after = write(ON_DEV, "of-the-second");
    assertTrue(has(ON_DEV, "of-the-second", after));
    assertEquals(false, has(ON_DEV, "of-the-first", after));
    StoreContract.assertRefused(
        ErrorCode.REFERENCE_PROTECTED, () -> references.delete(ADMIN, Scope.DEFAULT, BRANCH));
    assertEquals(0, test.catalog.head(ADMIN, Scope.DEFAULT).seq());
  }

  @Test
  void whoReadsAndWritesMeanwhileIsToldSo() throws Exception {
    create(ON_DEV, details());
    write(ON_DEV, "first");
    CountDownLatch begun = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<ErrorCode> reader =
          threads.submit(
              () -> {
                while (true) {
                  try {
                    has(ON_DEV, "first", null);
                    begun.countDown();
                  } catch (CatalogException e) {
                    return e.code();
                  }
                }
              });
      Future<ErrorCode> writer =
          threads.submit(
              () -> {
                for (int i = 0; ; i++) {
                  try {
                    write(ON_DEV, "t" + i);
                    begun.countDown();
                  } catch (CatalogException e) {
                    return e.code();
                  } catch (ExecutionException e) {
                    if (e.getCause() instanceof CatalogException refused) {
                      return refused.code();
                    }
                    throw e;
                  }
                }
              });
      begun.await();
      references.delete(ADMIN, ON_DEV, BRANCH);
      assertTrue(GOING.contains(reader.get()), reader.get().code());
      assertTrue(GOING.contains(writer.get()), writer.get().code());
    }
    StoreContract.assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> test.catalog.head(ADMIN, ON_DEV));
  }

  @Test
  void whatWasQueuedIsCommittedBeforeARename() throws Exception {
    create(ON_DEV, details());
    List<CompletableFuture<SubmissionResult>> queued = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queued.add(
          test.catalog.submit(
              ON_DEV, submission(Atomicity.EACH, List.of(upsert("table", "t" + i)))));
    }
    references.rename(ADMIN, ON_DEV, BRANCH, NEXT);
    CommitId last = CommitId.NOTHING;
    for (CompletableFuture<SubmissionResult> one : queued) {
      last = one.get().commit();
    }
    assertTrue(has(ON_NEXT, "t19", last));
    assertTrue(has(ON_NEXT, "later", write(ON_NEXT, "later")));
    assertEquals(List.of(BranchName.MAIN, NEXT), names(BRANCH));
    StoreContract.assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> test.catalog.head(ADMIN, ON_DEV));
  }

  @Test
  void whatHasExpiredGoesUnlessItIsProtected() throws Exception {
    Instant soon = test.clock.instant().plusSeconds(60);
    create(ON_DEV, details().withExpiry(soon));
    create(ON_NEXT, details().withExpiry(soon));
    references.createTag(
        ADMIN,
        ON_DEV,
        RELEASE,
        new PointInTime.AtTag(DEV),
        details().withExpiry(soon.plusSeconds(60)));
    references.describe(ADMIN, ON_NEXT, BRANCH, known -> known.withProtection(true));
    write(ON_DEV, "open");
    references.deleteExpired();
    assertEquals(List.of(DEV, BranchName.MAIN, NEXT), names(BRANCH));
    test.clock.set(soon);
    references.deleteExpired();
    // A tag is on it.
    assertEquals(List.of(DEV, BranchName.MAIN, NEXT), names(BRANCH));
    test.clock.set(soon.plusSeconds(60));
    references.deleteExpired();
    assertEquals(List.of(BranchName.MAIN, NEXT), names(BRANCH));
    assertEquals(List.of(), names(TAG));
    references.describe(
        ADMIN, ON_NEXT, BRANCH, known -> known.withProtection(false).withExpiry(null));
    references.deleteExpired();
    assertEquals(List.of(BranchName.MAIN, NEXT), names(BRANCH));
    StoreContract.assertRefused(
        ErrorCode.BRANCH_NOT_FOUND, () -> references.delete(ADMIN, ON_RELEASE, TAG));
  }

  @Test
  void aBranchThatAnotherProcessDeletedIsClosed() throws Exception {
    create(ON_DEV, details());
    write(ON_DEV, "open");
    test.store.delete(TenantId.DEFAULT, DEV, any -> {});
    references.closeDeleted();
    StoreContract.assertRefused(ErrorCode.BRANCH_NOT_FOUND, () -> test.catalog.head(ADMIN, ON_DEV));
  }
}
