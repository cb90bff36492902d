package dev.tarn.core.asset;

/**
 * What one entry of the change log is about: an {@link Asset}, a {@link Relationship}, a {@link
 * dev.tarn.core.type.AssetType} or a {@link dev.tarn.core.type.RelationshipType}; {@link #kind()}
 * says which.
 */
public interface Entity {
  /** Returns the kind, which with {@link #key()} identifies the entity within a branch. */
  EntityKind kind();

  /** Returns the id of an asset or a relationship, or the name of a type. */
  String key();

  /** Returns how many times the entity has changed, from 1. */
  long version();
}
