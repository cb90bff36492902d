package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Relationship;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What every new state carries: its log entry, when, and by whom. */
record Stamp(long seq, Instant time, String actor) {
  /** Returns the next version of an asset, with nothing but its status changed. */
  Asset on(Asset asset, AssetStatus status) {
    return next(asset.withStatus(status), asset);
  }

  /** Returns the next version of a relationship, deleted or restored. */
  Relationship on(Relationship edge, boolean deleted) {
    return next(deleted ? edge.tombstone() : edge.with(edge.attributes()), edge);
  }

  /**
   * Returns an asset as its next version.
   *
   * @param before the version before; null for the first one
   */
  Asset next(Asset content, @Nullable Asset before) {
    return before == null
        ? content.stamped(time, actor, time, actor, 1, seq)
        : content.stamped(
            before.createdAt(), before.createdBy(), time, actor, before.version() + 1, seq);
  }

  /**
   * Returns a relationship as its next version.
   *
   * @param before the version before; null for the first one
   */
  Relationship next(Relationship content, @Nullable Relationship before) {
    return before == null
        ? content.stamped(time, actor, time, actor, 1, seq)
        : content.stamped(
            before.createdAt(), before.createdBy(), time, actor, before.version() + 1, seq);
  }
}
