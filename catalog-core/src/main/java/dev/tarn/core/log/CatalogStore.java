package dev.tarn.core.log;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The tenants and branches of a warehouse. All operations are atomic; those that create answer
 * {@code tenant-exists} or {@code branch-exists} to the second of two.
 */
public interface CatalogStore extends AutoCloseable {
  /** Returns the tenants, sorted. */
  List<TenantId> tenants() throws IOException;

  /** Creates a tenant with an empty main branch. */
  void createTenant(TenantId tenant) throws IOException;

  /** Returns the branches of a tenant, sorted. */
  List<BranchName> branches(TenantId tenant) throws IOException;

  /** Creates a branch from a point of another one, without copying. */
  CommitId createBranch(Scope branch, BranchName from, PointInTime at) throws IOException;

  /** Creates a tag on a commit of a branch. */
  CommitId createTag(Scope branch, BranchName tag, PointInTime at) throws IOException;

  /** Returns the branch on which a tag was made; empty if the tenant has no such tag. */
  Optional<BranchName> tagged(TenantId tenant, BranchName tag) throws IOException;

  /**
   * Where a branch began.
   *
   * @param from the branch that it was made from
   * @param commit up to where the logs of both are the same
   */
  record Origin(BranchName from, CommitId commit) {}

  /** Returns where a branch began; empty for a main branch. */
  Optional<Origin> origin(Scope branch) throws IOException;

  /**
   * Opens a branch, after having put back what its journal holds beyond the version store's head.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}, {@code branch-not-found}
   */
  BranchStore open(Scope scope) throws IOException;

  @Override
  void close() throws IOException;
}
