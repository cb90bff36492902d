package dev.tarn.core.catalog;

import dev.tarn.core.access.AuditPointers;
import dev.tarn.core.access.RestrictedPointers;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.BranchStore;
import dev.tarn.core.log.CatalogStore;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.StateReader;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.table.Freshness;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableLocations;
import dev.tarn.core.usage.TableUse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users' tables, views and namespaces, to read. They are written by {@link Catalog#submit},
 * with the changes of their assets. Asks the policy, as {@link Catalog} does.
 */
public final class CatalogTables {
  /**
   * What a name of a tenant leads to.
   *
   * @param at the commit of a tag, which is only read; null for a branch, as it is
   */
  public record Reference(Scope scope, @Nullable CommitId at) {}

  private final Catalog catalog;
  private final CatalogStore store;

  CatalogTables(Catalog catalog, CatalogStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /**
   * Returns the branch or the tagged commit that has a name. Reads a file, for a tag also the
   * version store.
   *
   * @throws CatalogException {@code tenant-not-found}, {@code branch-not-found}
   */
  public Reference reference(Principal principal, TenantId tenant, BranchName name)
      throws IOException {
    catalog.check(principal, new Scope(tenant, name), Action.READ_TABLES);
    Optional<BranchName> tagged = store.tagged(tenant, name);
    Scope scope = new Scope(tenant, tagged.orElse(name));
    OpenBranch branch = branch(principal, scope);
    return new Reference(
        scope,
        tagged.isEmpty() ? null : branch.store().history().resolve(new PointInTime.AtTag(name)));
  }

  /** Returns a branch's names and pointers as they are. */
  public PointerSnapshot snapshot(Principal principal, Scope scope, Freshness freshness)
      throws IOException {
    AssetAccess access = check(principal, scope);
    OpenBranch branch = catalog.branch(scope);
    PointerSnapshot pointers = branch.pointers(freshness);
    return access.isWhole()
        ? whole(principal, scope, pointers)
        : new RestrictedPointers(pointers, new AssetsNow(branch, pointers.commit(), access));
  }

  /**
   * Returns a branch's names and pointers at a commit of it.
   *
   * @throws CatalogException {@code commit-not-found}
   */
  public PointerSnapshot snapshotAt(Principal principal, Scope scope, CommitId commit)
      throws IOException {
    AssetAccess access = check(principal, scope);
    BranchStore store = catalog.branch(scope).store();
    PointerSnapshot pointers = store.pointersAt(commit);
    return access.isWhole()
        ? whole(principal, scope, pointers)
        : new RestrictedPointers(pointers, new AssetsThen(store.history(), commit, access));
  }

  private PointerSnapshot whole(Principal principal, Scope scope, PointerSnapshot pointers) {
    return catalog.allows(principal, new Scope(scope.tenant(), BranchName.MAIN), Action.READ_AUDIT)
        ? pointers
        : new AuditPointers(pointers);
  }

  /** Returns where new tables of a branch go. */
  public TableLocations locations(Principal principal, Scope scope) throws IOException {
    return branch(principal, scope).store().locations();
  }

  /**
   * Takes a report that a table was used; it is kept some seconds later.
   *
   * @param find gives the report, from what the catalog knows of the table now
   */
  public void record(Principal principal, Scope scope, UseOfTable find) throws IOException {
    OpenBranch branch = branch(principal, scope);
    try (StateSnapshot snapshot = branch.read(0)) {
      branch.usage().record(find.of(snapshot, catalog.clock().instant()));
    }
  }

  /** A report that is completed with what the catalog knows. */
  @FunctionalInterface
  public interface UseOfTable {
    TableUse of(StateReader state, Instant now) throws IOException;
  }

  private OpenBranch branch(Principal principal, Scope scope) throws IOException {
    check(principal, scope);
    return catalog.branch(scope);
  }

  private AssetAccess check(Principal principal, Scope scope) {
    return catalog.check(principal, scope, Action.READ_TABLES);
  }

  /** The assets of a branch, at least as new as what they are compared with. */
  private record AssetsNow(OpenBranch branch, CommitId atLeast, AssetAccess access)
      implements RestrictedPointers.ShownAssets {
    @Override
    public Optional<Asset> named(String type, String qualifiedName) throws IOException {
      try (StateSnapshot state = branch.read(atLeast.seq())) {
        return state.assetNamed(type, qualifiedName).filter(access::shows);
      }
    }

    @Override
    public boolean showsColumnsOf(AssetId asset) throws IOException {
      try (StateSnapshot state = branch.read(atLeast.seq())) {
        return showsAll(access, asset, state::list);
      }
    }
  }

  /** The assets of a branch at a commit. */
  private record AssetsThen(HistoryReader past, CommitId at, AssetAccess access)
      implements RestrictedPointers.ShownAssets {
    @Override
    public Optional<Asset> named(String type, String qualifiedName) throws IOException {
      return past.assetNamed(type, qualifiedName, at).filter(access::shows);
    }

    @Override
    public boolean showsColumnsOf(AssetId asset) throws IOException {
      return showsAll(access, asset, query -> past.list(query, at));
    }
  }

  @FunctionalInterface
  private interface Assets {
    Page<Asset> list(AssetQuery query) throws IOException;
  }

  private static boolean showsAll(AssetAccess access, AssetId parent, Assets assets)
      throws IOException {
    String cursor = null;
    do {
      Page<Asset> page = assets.list(AssetQuery.childrenOf(parent, cursor, AssetQuery.MAX_LIMIT));
      if (!page.items().stream().allMatch(access::shows)) {
        return false;
      }
      cursor = page.next();
    } while (cursor != null);
    return true;
  }
}
