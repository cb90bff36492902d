package dev.tarn.core.diff;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.Comparator;
import java.util.Locale;

/** Which entity of a branch; ordered by kind, types first, then by key. */
public record EntityKey(EntityKind kind, String key) implements Comparable<EntityKey> {
  private static final Comparator<EntityKey> ORDER =
      Comparator.comparingInt((EntityKey entity) -> rank(entity.kind()))
          .thenComparing(EntityKey::key);

  /** Returns which entity a state is of. */
  public static EntityKey of(Entity entity) {
    return new EntityKey(entity.kind(), entity.key());
  }

  /** Returns which asset an id is of. */
  public static EntityKey of(AssetId id) {
    return new EntityKey(EntityKind.ASSET, id.value());
  }

  /** Returns which relationship an id is of. */
  public static EntityKey of(RelationshipId id) {
    return new EntityKey(EntityKind.RELATIONSHIP, id.value());
  }

  private static int rank(EntityKind kind) {
    return switch (kind) {
      case ASSET_TYPE -> 0;
      case RELATIONSHIP_TYPE -> 1;
      case ASSET -> 2;
      case RELATIONSHIP -> 3;
    };
  }

  /** Returns what {@link #parse} reads. */
  @Override
  public String toString() {
    return kind.code() + ":" + key;
  }

  /**
   * Reads {@code <kind>:<key>}.
   *
   * @throws CatalogException {@code invalid-request} if it is something else
   */
  public static EntityKey parse(String text) {
    int colon = text.indexOf(':');
    for (EntityKind kind : EntityKind.values()) {
      if (colon > 0 && text.substring(0, colon).toLowerCase(Locale.ROOT).equals(kind.code())) {
        return new EntityKey(kind, text.substring(colon + 1));
      }
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_REQUEST, "cursor", "the cursor is not one of a difference");
  }

  @Override
  public int compareTo(EntityKey other) {
    return ORDER.compare(this, other);
  }
}
