package dev.tarn.core.asset;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of one typed, directed edge between two assets at one version. Lineage points the way
 * the data flows: from upstream to downstream.
 *
 * @param attributes as in {@link Asset#attributes()}
 * @param deleted true in a tombstone: what {@code restore} of an end brings back
 * @param version counts the relationship's changes, from 1
 * @param seq the log entry that made this state
 */
public record Relationship(
    RelationshipId id,
    String type,
    AssetId sourceId,
    AssetId targetId,
    Map<String, Object> attributes,
    boolean deleted,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy,
    long version,
    long seq)
    implements Entity {

  public Relationship {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  @Override
  public EntityKind kind() {
    return EntityKind.RELATIONSHIP;
  }

  @Override
  public String key() {
    return id.value();
  }
}
