package dev.tarn.core.change;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.scope.CredentialUse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of the change log.
 *
 * @param seq from 1, without gaps, the order of the branch
 * @param committedAt when the group was formed, in microseconds; never less than that of the entry
 *     before
 * @param groupId a UUID; the same for all entries of one group commit
 * @param ordinal the change's position in its submission, from 0; a cascade repeats it
 * @param before the state before; null for a create
 * @param after the state after; for a delete, the tombstone
 * @param changedFields names of fields, attributes as {@code attributes.name}; empty for a create
 * @param actor who changed it
 * @param idempotencyKey scoped by actor; null if the request had none
 * @param requestFingerprint with the key
 * @param via how the actor had signed in, and from where; only for who may read the audit; null
 *     where that was not kept
 */
public record LogEntry(
    long seq,
    Instant committedAt,
    String groupId,
    int ordinal,
    Operation operation,
    @Nullable Entity before,
    Entity after,
    List<String> changedFields,
    String actor,
    String requestId,
    @Nullable String source,
    @Nullable String reason,
    @Nullable String idempotencyKey,
    @Nullable String requestFingerprint,
    @Nullable CredentialUse via) {

  public LogEntry {
    Objects.requireNonNull(after, "after");
    changedFields = List.copyOf(changedFields);
    if (seq < 1 || ordinal < 0) {
      throw new IllegalArgumentException("seq is from 1 and ordinal from 0");
    }
  }

  /** An entry of which it was not kept how the actor had signed in. */
  public LogEntry(
      long seq,
      Instant committedAt,
      String groupId,
      int ordinal,
      Operation operation,
      @Nullable Entity before,
      Entity after,
      List<String> changedFields,
      String actor,
      String requestId,
      @Nullable String source,
      @Nullable String reason,
      @Nullable String idempotencyKey,
      @Nullable String requestFingerprint) {
    this(
        seq,
        committedAt,
        groupId,
        ordinal,
        operation,
        before,
        after,
        changedFields,
        actor,
        requestId,
        source,
        reason,
        idempotencyKey,
        requestFingerprint,
        null);
  }

  public EntityKind kind() {
    return after.kind();
  }

  public String key() {
    return after.key();
  }
}
