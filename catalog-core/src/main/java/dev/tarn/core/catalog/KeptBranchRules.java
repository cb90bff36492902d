package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.review.BranchRules;
import dev.tarn.core.review.DiffChecks;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceKind;
import dev.tarn.core.scope.ReviewRules;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of branches, read for every write: kept in memory for a moment. What this process
 * changes holds at once, what another one changes after that moment.
 */
final class KeptBranchRules implements BranchRules {
  private static final Duration KEPT = Duration.ofSeconds(1);

  private record Known(Map<BranchName, ReviewRules> rules, Instant readAt) {}

  private final CatalogStore store;
  private final DiffChecks checks;
  private final Clock clock;
  private final Map<TenantId, Known> tenants = new ConcurrentHashMap<>();

  KeptBranchRules(CatalogStore store, DiffChecks checks, Clock clock) {
    this.store = store;
    this.checks = checks;
    this.clock = clock;
  }

  /** Returns the rules of a branch; none of one that there is not. */
  ReviewRules of(Scope branch) throws IOException {
    Instant now = clock.instant();
    Known known = tenants.get(branch.tenant());
    if (known == null || known.readAt().plus(KEPT).isBefore(now)) {
      Map<BranchName, ReviewRules> rules = new HashMap<>();
      for (Reference reference : store.references(branch.tenant())) {
        if (!reference.details().rules().equals(ReviewRules.NONE)) {
          rules.put(reference.name(), reference.details().rules());
        }
      }
      known = new Known(Map.copyOf(rules), now);
      tenants.put(branch.tenant(), known);
    }
    return known.rules().getOrDefault(branch.branch(), ReviewRules.NONE);
  }

  /**
   * Checks that a branch or tag may have the rules.
   *
   * @throws CatalogException {@code invalid-value} if it is a tag, or a check is unknown
   */
  void requireValid(ReferenceKind kind, ReviewRules asked) {
    if (kind == ReferenceKind.TAG && !asked.equals(ReviewRules.NONE)) {
      throw new CatalogException(
          ErrorCode.INVALID_VALUE, "a tag is never changed, and so has no rules");
    }
    checks.require(asked.requiredChecks());
  }

  /** Has the rules of a tenant read again: they have changed, or the names of its branches. */
  void forget(TenantId tenant) {
    tenants.remove(tenant);
  }

  @Override
  public void checkWrite(Principal principal, Scope branch) throws IOException {
    if (!principal.actor().equals(Actor.SYSTEM) && of(branch).requiresChangeRequest()) {
      throw new CatalogException(
          ErrorCode.BRANCH_PROTECTED,
          branch.branch()
              + " is changed by merging change requests only; write to a branch of your own");
    }
  }
}
