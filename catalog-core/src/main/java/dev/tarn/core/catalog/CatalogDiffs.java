package dev.tarn.core.catalog;

import dev.tarn.core.diff.BranchDiff;
import dev.tarn.core.diff.MergeBase;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Compares points of a tenant's history. Asks the policy, as {@link Catalog} does. */
public final class CatalogDiffs {
  /**
   * A point of a tenant's history.
   *
   * @param name of a branch or a tag
   * @param at a commit, tag or time of that branch; null for its head, or for what the tag names
   */
  public record Point(BranchName name, @Nullable PointInTime at) {}

  private final Catalog catalog;

  CatalogDiffs(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Returns what is different between two points; the caller closes it.
   *
   * @throws CatalogException {@code branch-not-found}, {@code commit-not-found}, {@code
   *     request-too-large}
   */
  public BranchDiff between(Principal principal, TenantId tenant, Point from, Point to)
      throws IOException {
    try (Closing closing = new Closing()) {
      BranchDiff.Side first = side(principal, tenant, from, closing);
      BranchDiff.Side second = side(principal, tenant, to, closing);
      BranchDiff diff = BranchDiff.open(MergeBase.of(point(first), point(second)), first, second);
      closing.keep();
      return diff;
    }
  }

  private MergeBase.Point point(BranchDiff.Side side) throws IOException {
    return new MergeBase.Point(
        side.scope().branch(), catalog.branch(side.scope()).store().history(), side.commit());
  }

  private BranchDiff.Side side(Principal principal, TenantId tenant, Point point, Closing closing)
      throws IOException {
    CatalogTables.Reference reference = catalog.tables().reference(principal, tenant, point.name());
    Scope scope = reference.scope();
    AssetAccess access = catalog.check(principal, scope, Action.READ_ASSETS);
    OpenBranch branch = catalog.branch(scope);
    PointInTime at = point.at();
    CommitId commit = at == null ? reference.at() : branch.store().history().resolve(at);
    StateSnapshot nearest = commit == null ? null : branch.snapshotAtHand(commit).orElse(null);
    if (nearest == null) {
      nearest = branch.read(branch.tail().head().seq());
    }
    closing.add(nearest);
    CommitId of = commit == null ? nearest.commit() : commit;
    return new BranchDiff.Side(
        scope, of, branch.store().log(), nearest.restrictedTo(access), access);
  }
}
