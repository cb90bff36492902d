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

  /** Returns the same, deleted. */
  public Relationship tombstone() {
    return copy(attributes, true);
  }

  /** Returns the same, live and with other attributes. */
  public Relationship with(Map<String, Object> newAttributes) {
    return copy(newAttributes, false);
  }

  private Relationship copy(Map<String, Object> newAttributes, boolean nowDeleted) {
    return new Relationship(
        id,
        type,
        sourceId,
        targetId,
        newAttributes,
        nowDeleted,
        createdAt,
        createdBy,
        updatedAt,
        updatedBy,
        version,
        seq);
  }

  /** Returns the same as another version. */
  public Relationship stamped(
      Instant newCreatedAt,
      String newCreatedBy,
      Instant newUpdatedAt,
      String newUpdatedBy,
      long newVersion,
      long newSeq) {
    return new Relationship(
        id,
        type,
        sourceId,
        targetId,
        attributes,
        deleted,
        newCreatedAt,
        newCreatedBy,
        newUpdatedAt,
        newUpdatedBy,
        newVersion,
        newSeq);
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
