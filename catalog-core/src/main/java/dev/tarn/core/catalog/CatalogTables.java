package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import java.io.IOException;

/**
 * The users' tables, views and namespaces, to read. They are written by {@link Catalog#submit},
 * with the changes of their assets. Asks the policy, as {@link Catalog} does.
 */
public final class CatalogTables {
  private final Catalog catalog;

  CatalogTables(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Returns a branch's names and pointers as they are. */
  public PointerSnapshot snapshot(Actor actor, Scope scope, Freshness freshness)
      throws IOException {
    return branch(actor, scope).pointers(freshness);
  }

  /**
   * Returns a branch's names and pointers at a commit of it.
   *
   * @throws CatalogException {@code commit-not-found}
   */
  public PointerSnapshot snapshotAt(Actor actor, Scope scope, CommitId commit) throws IOException {
    return branch(actor, scope).store().pointersAt(commit);
  }

  /** Returns where new tables of a branch go. */
  public TableLocations locations(Actor actor, Scope scope) throws IOException {
    return branch(actor, scope).store().locations();
  }

  private OpenBranch branch(Actor actor, Scope scope) throws IOException {
    catalog.check(actor, scope, Action.READ_TABLES);
    return catalog.branch(scope);
  }
}
