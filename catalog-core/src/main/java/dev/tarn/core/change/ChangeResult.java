package dev.tarn.core.change;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of one change. */
public sealed interface ChangeResult {
  /**
   * The change is durable.
   *
   * @param key the entity's id or type name
   * @param version the entity's new version
   * @param seq the log entry; of several (a cascade), the one of the entity that was named
   */
  record Applied(Operation operation, EntityKind kind, String key, long version, long seq)
      implements ChangeResult {}

  /** The entity already is as the change wants it. */
  record Unchanged(EntityKind kind, String key, long version) implements ChangeResult {}

  /**
   * The change is refused and has left no trace.
   *
   * @param field the path of the field at fault, if one is
   * @param currentVersion with {@code version-conflict}
   */
  record Rejected(
      ErrorCode code, String message, @Nullable String field, @Nullable Long currentVersion)
      implements ChangeResult {}
}
