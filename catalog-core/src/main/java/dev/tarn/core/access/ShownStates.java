package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What of the states of entities is shown. */
public final class ShownStates {
  private ShownStates() {}

  /**
   * Returns those that are shown.
   *
   * @param shown a state of the branch without what is hidden: its assets show relationships
   */
  public static <K> Map<K, Entity> of(
      Map<K, Entity> entities, AssetAccess access, StateReader shown) throws IOException {
    Set<AssetId> ends = new HashSet<>();
    for (Entity entity : entities.values()) {
      if (entity instanceof Relationship edge) {
        ends.add(edge.sourceId());
        ends.add(edge.targetId());
      }
    }
    Set<AssetId> known = ends.isEmpty() ? Set.of() : shown.assets(ends).keySet();
    Map<K, Entity> kept = new HashMap<>();
    entities.forEach(
        (key, entity) -> {
          switch (entity) {
            case Asset asset -> {
              if (access.shows(asset)) {
                kept.put(key, access.masked(asset));
              }
            }
            case Relationship edge -> {
              if (known.contains(edge.sourceId()) && known.contains(edge.targetId())) {
                kept.put(key, edge);
              }
            }
            default -> kept.put(key, entity);
          }
        });
    return kept;
  }
}
