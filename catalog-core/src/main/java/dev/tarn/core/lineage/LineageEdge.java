package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.RelationshipId;

/** A relationship that a walk went along. There is one of a type from a source to a target. */
public record LineageEdge(String type, AssetId source, AssetId target) {
  /** Returns the relationship's id. */
  public RelationshipId id() {
    return RelationshipId.derive(type, source, target);
  }
}
