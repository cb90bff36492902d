package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Relationship;
import java.time.Instant;

/** What every new state carries: its log entry, when, and by whom. */
record Stamp(long seq, Instant time, String actor) {
  /** Returns the next version of an asset, with nothing but its status changed. */
  Asset on(Asset asset, AssetStatus status) {
    return new Asset(
        asset.id(),
        asset.type(),
        asset.qualifiedName(),
        asset.name(),
        asset.displayName(),
        asset.description(),
        asset.parentId(),
        asset.platform(),
        asset.workspaceId(),
        asset.domainId(),
        asset.owners(),
        asset.tags(),
        asset.classifications(),
        asset.terms(),
        asset.attributes(),
        status,
        asset.quality(),
        asset.popularity(),
        asset.createdAt(),
        asset.createdBy(),
        time,
        actor,
        asset.version() + 1,
        seq);
  }

  /** Returns the next version of a relationship, deleted or restored. */
  Relationship on(Relationship edge, boolean deleted) {
    return new Relationship(
        edge.id(),
        edge.type(),
        edge.sourceId(),
        edge.targetId(),
        edge.attributes(),
        deleted,
        edge.createdAt(),
        edge.createdBy(),
        time,
        actor,
        edge.version() + 1,
        seq);
  }
}
