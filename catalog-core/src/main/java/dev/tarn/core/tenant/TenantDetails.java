package dev.tarn.core.tenant;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.scope.Actor;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a tenant beside its branches.
 *
 * @param createdAt null if that was not kept
 * @param clonedFrom what it was cloned from; null if it began empty
 * @param sharesFilesOf the tenants whose files it may read, because it, or what it was cloned from,
 *     was cloned from them: names, some of which may be gone
 * @param storage where its tables are, from its beginning on
 * @param auditAnchor how far its audit had come when that was kept last; null if it was not
 * @param epoch how often its files were rewritten for a person's sake: what was made from them in
 *     an earlier epoch is not to be used
 */
public record TenantDetails(
    TenantStatus status,
    @Nullable Instant createdAt,
    Actor createdBy,
    TenantQuotas quotas,
    @Nullable CloneSource clonedFrom,
    Set<String> sharesFilesOf,
    StorageName storage,
    @Nullable AuditLink auditAnchor,
    long epoch) {
  /** Of a tenant from before details were kept. */
  public static final TenantDetails UNKNOWN = active(Actor.SYSTEM, null);

  public TenantDetails {
    sharesFilesOf = Set.copyOf(sharesFilesOf);
  }

  /** Returns the details of what someone makes now. */
  public static TenantDetails madeBy(Actor actor, Instant now) {
    return active(actor, now);
  }

  private static TenantDetails active(Actor actor, @Nullable Instant createdAt) {
    return new TenantDetails(
        TenantStatus.ACTIVE,
        createdAt,
        actor,
        TenantQuotas.NONE,
        null,
        Set.of(),
        StorageName.DEFAULT,
        null,
        0);
  }

  /** Returns the same in another status. */
  public TenantDetails withStatus(TenantStatus changed) {
    return new TenantDetails(
        changed,
        createdAt,
        createdBy,
        quotas,
        clonedFrom,
        sharesFilesOf,
        storage,
        auditAnchor,
        epoch);
  }

  /** Returns the same with other quotas. */
  public TenantDetails withQuotas(TenantQuotas changed) {
    return new TenantDetails(
        status,
        createdAt,
        createdBy,
        changed,
        clonedFrom,
        sharesFilesOf,
        storage,
        auditAnchor,
        epoch);
  }

  /** Returns the same with its tables in another storage. */
  public TenantDetails withStorage(StorageName changed) {
    return new TenantDetails(
        status,
        createdAt,
        createdBy,
        quotas,
        clonedFrom,
        sharesFilesOf,
        changed,
        auditAnchor,
        epoch);
  }

  /**
   * Returns the same as a clone.
   *
   * @param shared what the source itself shares
   */
  public TenantDetails clonedFrom(CloneSource source, Set<String> shared) {
    Set<String> all = new TreeSet<>(shared);
    all.add(source.tenant().value());
    return new TenantDetails(
        status, createdAt, createdBy, quotas, source, all, storage, auditAnchor, epoch);
  }

  /** Returns the same with its audit anchored at another link. */
  public TenantDetails withAuditAnchor(AuditLink changed) {
    return new TenantDetails(
        status, createdAt, createdBy, quotas, clonedFrom, sharesFilesOf, storage, changed, epoch);
  }

  /** Returns the same in another epoch. */
  public TenantDetails withEpoch(long changed) {
    return new TenantDetails(
        status,
        createdAt,
        createdBy,
        quotas,
        clonedFrom,
        sharesFilesOf,
        storage,
        auditAnchor,
        changed);
  }
}
