package dev.tarn.core.asset;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;

/**
 * A relationship's identity: derived from its type and its two ends, in the form of an asset id.
 */
public record RelationshipId(String value) implements Comparable<RelationshipId> {
  public RelationshipId {
    if (!Identity.isId(value)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REFERENCE,
          "id",
          "a relationship id is 32 lower-case hexadecimal digits");
    }
  }

  /** Returns the id of the one relationship of this type from source to target. */
  public static RelationshipId derive(String type, AssetId source, AssetId target) {
    return new RelationshipId(Identity.hash(type, source.value(), target.value()));
  }

  @Override
  public int compareTo(RelationshipId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
