package dev.tarn.core.log;

import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.garbage.GarbageReport;
import dev.tarn.core.garbage.GarbageRequest;
import dev.tarn.core.privacy.PersonStore;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.ReferenceDetails;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.tenant.TenantDetails;
import dev.tarn.core.tenant.TenantStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The tenants and branches of a warehouse. All operations are atomic; those that create answer
 * {@code tenant-exists} or {@code branch-exists} to the second of two.
 */
public interface CatalogStore extends AutoCloseable {
  /** Returns what makes, changes and deletes tenants. */
  TenantStore tenantStore();

  /** Returns the tenants, sorted. */
  default List<TenantId> tenants() throws IOException {
    return tenantStore().list();
  }

  /** Creates a tenant with an empty main branch, of which nothing else is known. */
  default void createTenant(TenantId tenant) throws IOException {
    tenantStore().create(tenant, TenantDetails.UNKNOWN);
  }

  /** Returns the branches of a tenant, sorted. */
  List<BranchName> branches(TenantId tenant) throws IOException;

  /** Returns the branches and tags of a tenant, by name; of each name there is one. */
  List<Reference> references(TenantId tenant) throws IOException;

  /** Creates a branch from a point of another one, without copying. */
  CommitId createBranch(Scope branch, BranchName from, PointInTime at, ReferenceDetails details)
      throws IOException;

  /** Creates a branch of which nothing is known. */
  default CommitId createBranch(Scope branch, BranchName from, PointInTime at) throws IOException {
    return createBranch(branch, from, at, ReferenceDetails.UNKNOWN);
  }

  /** Creates a tag on a commit of a branch. */
  CommitId createTag(Scope branch, BranchName tag, PointInTime at, ReferenceDetails details)
      throws IOException;

  /** Creates a tag of which nothing is known. */
  default CommitId createTag(Scope branch, BranchName tag, PointInTime at) throws IOException {
    return createTag(branch, tag, at, ReferenceDetails.UNKNOWN);
  }

  /**
   * Changes the details of a branch or tag; no one else changes them meanwhile.
   *
   * @return what it is now
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}, {@code branch-not-found}
   */
  Reference describe(TenantId tenant, BranchName name, UnaryOperator<ReferenceDetails> change)
      throws IOException;

  /**
   * Deletes a branch, which this process does not have open, or a tag. A crash leaves it as it was,
   * or deleted. What was made from the branch stays, and so do all files of the warehouse that
   * anything may need.
   *
   * @param condition looked at while nobody changes the reference; throws if it is not to be
   *     deleted
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}, {@code
   *     branch-not-found}, {@code reference-protected}, and {@code reference-in-use} if tags are on
   *     the branch
   */
  void delete(TenantId tenant, BranchName name, Consumer<Reference> condition) throws IOException;

  /**
   * Gives a branch, which this process does not have open, or a tag another name. A crash leaves it
   * under one of the two.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}, {@code
   *     branch-not-found}, {@code branch-exists}, {@code reference-protected}
   */
  Reference rename(TenantId tenant, BranchName name, BranchName newName) throws IOException;

  /** Returns the branch on which a tag was made; empty if the tenant has no such tag. */
  Optional<BranchName> tagged(TenantId tenant, BranchName tag) throws IOException;

  /**
   * Opens a branch, after having put back what its journal holds beyond the version store's head.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}, {@code branch-not-found}
   */
  BranchStore open(Scope scope) throws IOException;

  /**
   * Deletes the files that only branches referred to that are deleted. What any branch or tag leads
   * to, at any commit that can still be read, stays; so does everything else that is not known to
   * be a deleted branch's. A crash leaves some of the garbage, and the next collection finds it.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}; {@code
   *     metadata-unreadable} if it cannot be known what something leads to: then nothing is deleted
   */
  default GarbageReport collectGarbage(
      TenantId tenant, GarbageRequest request, GarbageProgress progress) throws IOException {
    return GarbageReport.NOTHING;
  }

  /** Returns what finds and replaces persons in the store's files; empty if it has no files. */
  default Optional<PersonStore> persons() {
    return Optional.empty();
  }

  @Override
  void close() throws IOException;
}
