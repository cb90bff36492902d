package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assets that are created or changed have an owner, of their own or of what contains them. People
 * own themselves, and what the catalog makes is its own.
 */
final class OwnerCheck implements DiffCheck {
  private static final Set<String> OWNERS = Set.of("user", "team", "role");

  /** A longer chain of parents than there can be ends all the same. */
  private static final int MAX_DEPTH = 100;

  @Override
  public String name() {
    return "owner-set";
  }

  @Override
  public void check(List<EntityDiff> part, MergedState merged, Findings findings)
      throws IOException {
    Map<AssetId, Asset> containers = containers(part, merged);
    for (EntityDiff diff : part) {
      if (diff.to() instanceof Asset asset
          && !OWNERS.contains(asset.type())
          && !BuiltInTypes.isManaged(asset.type())
          && !isOwned(asset, containers)) {
        findings.add(diff, "owners", "nobody owns it, nor what contains it");
      }
    }
  }

  /** Returns all that contains assets without an owner, level by level. */
  private static Map<AssetId, Asset> containers(List<EntityDiff> part, MergedState merged)
      throws IOException {
    Map<AssetId, Asset> containers = new HashMap<>();
    Set<AssetId> next = new HashSet<>();
    for (EntityDiff diff : part) {
      if (diff.to() instanceof Asset asset) {
        addParent(asset, next);
      }
    }
    for (int depth = 0; depth < MAX_DEPTH && !next.isEmpty(); depth++) {
      Map<AssetId, Asset> level = merged.assets(next);
      containers.putAll(level);
      next.clear();
      level.values().forEach(asset -> addParent(asset, next));
      next.removeAll(containers.keySet());
    }
    return containers;
  }

  private static void addParent(Asset asset, Set<AssetId> parents) {
    AssetId parent = asset.parentId();
    if (parent != null && asset.owners().isEmpty()) {
      parents.add(parent);
    }
  }

  private static boolean isOwned(Asset asset, Map<AssetId, Asset> containers) {
    @Nullable Asset next = asset;
    for (int depth = 0; depth < MAX_DEPTH && next != null; depth++) {
      if (!next.owners().isEmpty()) {
        return true;
      }
      AssetId parent = next.parentId();
      next = parent == null ? null : containers.get(parent);
    }
    return false;
  }
}
