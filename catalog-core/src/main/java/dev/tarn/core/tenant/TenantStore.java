package dev.tarn.core.tenant;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.garbage.GarbageProgress;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes, changes and deletes tenants. Operations are atomic between processes, but for {@link
 * #delete}, which a crash leaves half-way and which is then repeated.
 */
public interface TenantStore {
  /** Returns the tenants, sorted. */
  List<TenantId> list() throws IOException;

  /**
   * Creates a tenant with an empty main branch.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-exists}, also while files of a
   *     deleted tenant of that name are needed by clones of it; {@code invalid-request} if it is to
   *     be in a storage that there is not
   */
  void create(TenantId tenant, TenantDetails details) throws IOException;

  /**
   * Returns what is known of a tenant.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}
   */
  Tenant tenant(TenantId tenant) throws IOException;

  /**
   * Changes what is known of a tenant; no one else changes it meanwhile.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}
   */
  Tenant describe(TenantId tenant, UnaryOperator<TenantDetails> change) throws IOException;

  /**
   * Creates a tenant whose main branch begins with a point of another tenant's, without copying:
   * the cost does not depend on how much there is. Files are shared; what either writes later is
   * its own, and no file is deleted that the other needs.
   *
   * @param at a point of the source's main branch
   * @param details of the clone, without what it is cloned from
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}, {@code tenant-exists},
   *     {@code commit-not-found}, {@code invalid-request} as {@link #create}
   */
  CommitId cloneTenant(TenantId source, TenantId clone, PointInTime at, TenantDetails details)
      throws IOException;

  /**
   * Deletes a tenant that no process has open: branches, tags, files, and what is known of it.
   * Files that clones of it read stay until these are gone. After a crash, to call it again goes
   * on.
   *
   * @throws dev.tarn.core.error.CatalogException {@code tenant-not-found}; {@code
   *     metadata-unreadable} if it cannot be known what clones need, {@code
   *     storage-not-configured}: then no file is deleted
   */
  TenantRemoval delete(TenantId tenant, GarbageProgress progress) throws IOException;

  /** Returns how far the audit of the installation had come; empty if nothing was kept. */
  Optional<AuditLink> installationAnchor() throws IOException;

  /** Keeps how far the audit of the installation has come, unless it is known to be further. */
  void keepInstallationAnchor(AuditLink link) throws IOException;

  /** Returns the bytes of a tenant's own files that can be counted without asking elsewhere. */
  long storageBytes(TenantId tenant) throws IOException;
}
