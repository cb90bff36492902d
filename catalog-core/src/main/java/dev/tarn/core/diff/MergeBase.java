package dev.tarn.core.diff;

import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.log.CatalogStore.Origin;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last point that two points of a tenant's history have in common.
 *
 * @param branch that has it
 * @param seq up to where both logs are the same
 */
public record MergeBase(BranchName branch, long seq) {
  /** A branch that began so often in another one has an end all the same. */
  private static final int MAX_ANCESTORS = 10_000;

  /** A point of a branch. */
  public record Point(BranchName branch, long seq) {}

  /** Finds it; every two points of a tenant have one, if only the beginning of {@code main}. */
  public static MergeBase of(CatalogStore store, TenantId tenant, Point one, Point other)
      throws IOException {
    Map<BranchName, Long> ancestors = ancestors(store, tenant, one);
    for (Map.Entry<BranchName, Long> entry : ancestors(store, tenant, other).entrySet()) {
      Long seq = ancestors.get(entry.getKey());
      if (seq != null) {
        return new MergeBase(entry.getKey(), Math.min(seq, entry.getValue()));
      }
    }
    return new MergeBase(BranchName.MAIN, 0);
  }

  /**
   * Returns the branches that a point's log came through, the nearest first, and how far of each.
   */
  private static Map<BranchName, Long> ancestors(CatalogStore store, TenantId tenant, Point point)
      throws IOException {
    Map<BranchName, Long> ancestors = new LinkedHashMap<>();
    Point next = point;
    while (next != null && ancestors.size() < MAX_ANCESTORS) {
      if (ancestors.putIfAbsent(next.branch(), next.seq()) != null) {
        break;
      }
      Optional<Origin> origin = store.origin(new Scope(tenant, next.branch()));
      long seq = next.seq();
      next =
          origin
              .map(begun -> new Point(begun.from(), Math.min(seq, begun.commit().seq())))
              .orElse(null);
    }
    return ancestors;
  }
}
