package dev.tarn.testkit;

import static dev.tarn.core.review.Verdict.APPROVE;
import static dev.tarn.core.scope.ReferenceDetails.UNKNOWN;
import static dev.tarn.core.scope.ReferenceKind.BRANCH;
import static dev.tarn.testkit.TestCatalog.ADMIN;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.CatalogReferences;
import dev.tarn.core.catalog.CatalogReviews;
import dev.tarn.core.catalog.RebuildCheck;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.Submission;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.garbage.GarbageRequest.Mode;
import dev.tarn.core.merge.ConflictStrategy;
import dev.tarn.core.merge.MergeRequest;
import dev.tarn.core.merge.RevertRequest;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever may do nothing is refused everything. */
final class CatalogPolicyTest {
  private static final CatalogReviews.Resolution FAILING =
      new CatalogReviews.Resolution(Map.of(), ConflictStrategy.FAIL, false);

  private static Submission of(Actor actor, String name) {
    return new Submission(
        new ChangeContext(actor, "request", null, null),
        List.of(upsert("table", name)),
        Atomicity.EACH,
        null,
        1);
  }

  @Test
  void everythingAsksThePolicy() throws Exception {
    Actor mallory = new Actor("user:mallory");
    PointInTime now = new PointInTime.AtTag(BranchName.MAIN);
    BranchName dev = new BranchName("dev");
    try (TestCatalog test = new TestCatalog()) {
      Catalog catalog = test.catalog;
      CatalogReferences references = catalog.references();
      Scope onDev = new Scope(TenantId.DEFAULT, dev);
      ChangeContext by = new ChangeContext(mallory, "request", null, null);
      CatalogReviews.Proposal proposal = new CatalogReviews.Proposal(dev, "Mine", "", List.of());
      catalog.head(ADMIN, Scope.DEFAULT);
      List<org.junit.jupiter.api.function.Executable> calls =
          List.of(
              () -> catalog.tenants(mallory),
              () -> catalog.createTenant(mallory, new TenantId("globex")),
              () -> catalog.branches(mallory, TenantId.DEFAULT),
              () -> references.createBranch(mallory, onDev, dev, now, UNKNOWN),
              () -> references.createTag(mallory, Scope.DEFAULT, dev, now, UNKNOWN),
              () -> references.list(mallory, TenantId.DEFAULT, BRANCH),
              () -> references.describe(mallory, onDev, BRANCH, known -> known),
              () -> references.rename(mallory, onDev, BRANCH, dev),
              () -> references.delete(mallory, onDev, BRANCH),
              () -> references.deleteWithTags(mallory, onDev),
              () -> catalog.head(mallory, Scope.DEFAULT),
              () -> catalog.submit(Scope.DEFAULT, of(mallory, "t")),
              () -> catalog.read(mallory, Scope.DEFAULT, null),
              () -> catalog.history(mallory, Scope.DEFAULT),
              () -> catalog.types(mallory, Scope.DEFAULT, null),
              () -> catalog.changes(mallory, Scope.DEFAULT),
              () -> catalog.checkIngestion(mallory, Scope.DEFAULT),
              () -> catalog.status(mallory, Scope.DEFAULT),
              () -> catalog.indexes().status(mallory, Scope.DEFAULT),
              () -> catalog.indexes().runs(mallory, Scope.DEFAULT),
              () -> catalog.indexes().run(mallory, Scope.DEFAULT, "any"),
              () -> catalog.indexes().rebuild(mallory, Scope.DEFAULT, RebuildCheck.COUNTS),
              () -> catalog.indexes().verify(mallory, Scope.DEFAULT),
              () -> catalog.indexes().cancel(mallory, Scope.DEFAULT, "any"),
              () ->
                  catalog
                      .maintenance()
                      .collectGarbage(mallory, TenantId.DEFAULT, Duration.ZERO, Mode.REPORT),
              () -> catalog.maintenance().runs(mallory, TenantId.DEFAULT),
              () -> catalog.maintenance().run(mallory, TenantId.DEFAULT, "any"),
              () -> catalog.maintenance().cancel(mallory, TenantId.DEFAULT, "any"),
              () -> catalog.reviews().create(by, Scope.DEFAULT, proposal),
              () -> catalog.reviews().list(mallory, Scope.DEFAULT, any -> true, null, null, 1),
              () -> catalog.reviews().find(mallory, Scope.DEFAULT, "dev-1", null),
              () -> catalog.reviews().comment(by, Scope.DEFAULT, "dev-1", "Hm"),
              () -> catalog.reviews().review(by, Scope.DEFAULT, "dev-1", APPROVE, "", null),
              () -> catalog.reviews().check(by, Scope.DEFAULT, "dev-1", List.of()),
              () -> catalog.reviews().close(by, Scope.DEFAULT, "dev-1"),
              () -> catalog.reviews().merge(by, Scope.DEFAULT, "dev-1", FAILING),
              () ->
                  catalog
                      .merges()
                      .merge(
                          TenantId.DEFAULT,
                          new MergeRequest(
                              dev, BranchName.MAIN, Map.of(), ConflictStrategy.FAIL, false, by)),
              () ->
                  catalog
                      .merges()
                      .revert(
                          TenantId.DEFAULT,
                          new RevertRequest(
                              BranchName.MAIN,
                              new CommitId(1, "00000000"),
                              Map.of(),
                              ConflictStrategy.FAIL,
                              false,
                              by)),
              () -> catalog.openBranches(mallory));
      calls.forEach(call -> StoreContract.assertRefused(ErrorCode.PERMISSION_DENIED, call));
      assertEquals(0, catalog.head(ADMIN, Scope.DEFAULT).seq());
      // What the branch asks of those who write is none of theirs either.
      references.describe(
          ADMIN,
          Scope.DEFAULT,
          BRANCH,
          known -> known.withRules(new ReviewRules(1, List.of(), true)));
      calls.forEach(call -> StoreContract.assertRefused(ErrorCode.PERMISSION_DENIED, call));
    }
  }
}
