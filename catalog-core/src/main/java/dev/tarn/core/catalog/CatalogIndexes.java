package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import java.io.IOException;
import java.util.List;

/** The indexes of branches. Asks the policy, as {@link Catalog} does. */
public final class CatalogIndexes {
  private final Catalog catalog;

  CatalogIndexes(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Returns how the index of a branch is. */
  public IndexStatus status(Principal principal, Scope scope) throws IOException {
    catalog.check(principal, scope, Action.READ_STATUS);
    return catalog.branch(scope).index().status();
  }

  /** Returns the rebuilds and verifications of a branch's index, the newest first. */
  public List<IndexRunReport> runs(Principal principal, Scope scope) throws IOException {
    catalog.check(principal, scope, Action.READ_STATUS);
    return catalog.branch(scope).index().reports();
  }

  /**
   * Returns a rebuild or verification of a branch's index.
   *
   * @throws CatalogException {@code index-run-not-found}
   */
  public IndexRunReport run(Principal principal, Scope scope, String id) throws IOException {
    catalog.check(principal, scope, Action.READ_STATUS);
    return catalog.branch(scope).index().report(id);
  }

  /**
   * Begins to build a branch's index again from the tables; the old one serves until the new one
   * takes its place.
   *
   * @throws CatalogException {@code index-busy} if a run of this index is under way; {@code
   *     quota-exceeded}
   */
  public IndexRunReport rebuild(Principal principal, Scope scope, RebuildCheck check)
      throws IOException {
    catalog.check(principal, scope, Action.MANAGE_INDEX);
    return catalog.branch(scope).index().rebuild(check, catalog.quotas().beginTask(scope.tenant()));
  }

  /**
   * Begins to compare a branch's index with its tables.
   *
   * @throws CatalogException {@code index-busy} if a run of this index is under way; {@code
   *     quota-exceeded}
   */
  public IndexRunReport verify(Principal principal, Scope scope) throws IOException {
    catalog.check(principal, scope, Action.MANAGE_INDEX);
    return catalog.branch(scope).index().verify(catalog.quotas().beginTask(scope.tenant()));
  }

  /**
   * Asks a rebuild or verification to end.
   *
   * @throws CatalogException {@code index-run-not-found}
   */
  public IndexRunReport cancel(Principal principal, Scope scope, String id) throws IOException {
    catalog.check(principal, scope, Action.MANAGE_INDEX);
    return catalog.branch(scope).index().cancel(id);
  }
}
