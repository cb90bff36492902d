package dev.tarn.core.state;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What resolving a change needs to know of the state. Includes tombstones, which carry the version
 * and what a restore brings back.
 */
public interface StateReader {
  /** Returns assets by id, tombstones included; ids that never existed are absent. */
  Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException;

  /** Returns one asset by id, or its tombstone. */
  default Optional<Asset> asset(AssetId id) throws IOException {
    return Optional.ofNullable(assets(List.of(id)).get(id));
  }

  /** Returns the live asset of this type that has this qualified name now. */
  Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException;

  /** Returns relationships by id, tombstones included. */
  Map<RelationshipId, Relationship> relationships(Collection<RelationshipId> ids)
      throws IOException;

  /** Returns the ids of at most {@code limit} live assets that {@code parent} directly contains. */
  List<AssetId> childIds(AssetId parent, int limit) throws IOException;

  /** Returns at most {@code limit} live relationships that start or end at the asset. */
  List<Relationship> relationshipsOf(AssetId asset, int limit) throws IOException;

  /**
   * Returns at most {@code limit} asset tombstones whose {@code seq} is in the range, both
   * included, those with the lowest, in its order.
   */
  List<Asset> deletedAssets(long fromSeq, long toSeq, int limit) throws IOException;

  /** Returns relationship tombstones, as {@link #deletedAssets} does. */
  List<Relationship> deletedRelationships(long fromSeq, long toSeq, int limit) throws IOException;

  /** Returns the asset types that are not built in, or differ from the built-in ones. */
  List<AssetType> assetTypes() throws IOException;

  /** Returns the relationship types that are not built in, or differ from the built-in ones. */
  List<RelationshipType> relationshipTypes() throws IOException;

  /**
   * Returns what a keyed request of this actor did, by the entries that carry the key; empty if the
   * key was not used lately. Keys are kept for at least {@link StateIndex#IDEMPOTENCY_RETENTION}.
   */
  List<RecordedOutcome> outcomes(String actor, String idempotencyKey) throws IOException;
}
