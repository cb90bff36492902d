package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;

/** Names of entities for people. */
final class Labels {
  private Labels() {}

  static String of(Entity entity) {
    return switch (entity) {
      case Asset asset -> asset.type() + ":" + asset.qualifiedName();
      case Relationship edge ->
          edge.type() + ":" + edge.sourceId().value() + "->" + edge.targetId().value();
      default -> entity.kind().code() + ":" + entity.key();
    };
  }
}
