package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.Guard;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.diff.EntityKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A plan fits as long as nobody has changed what it changes, deleted what it puts something into,
 * put something into what it deletes, or taken a name that it gives.
 */
final class PlanGuard implements Guard {
  private record Name(String type, String qualifiedName) {}

  private final long asOfSeq;
  private final Set<EntityKey> looked;
  private final Map<AssetId, Boolean> needs;
  private final Map<Name, AssetId> names = new HashMap<>();
  private boolean moves;

  /**
   * @param looked all that the plan rests on
   * @param needs assets that have to be live, or are deleted
   */
  PlanGuard(
      long asOfSeq, Set<EntityKey> looked, Collection<Planned> plan, Map<AssetId, Boolean> needs) {
    this.asOfSeq = asOfSeq;
    this.looked = new HashSet<>(looked);
    this.needs = needs;
    for (Planned planned : plan) {
      Asset asset = planned.resultAsset();
      Asset own = planned.ourAsset();
      if (asset != null) {
        if (own == null || !own.qualifiedName().equals(asset.qualifiedName())) {
          names.put(new Name(asset.type(), asset.qualifiedName()), asset.id());
        }
        moves |= own != null && !Objects.equals(own.parentId(), asset.parentId());
      }
    }
  }

  @Override
  public long asOfSeq() {
    return asOfSeq;
  }

  @Override
  public boolean isBrokenBy(LogEntry entry) {
    if (looked.contains(new EntityKey(entry.kind(), entry.key()))) {
      return true;
    }
    return switch (entry.after()) {
      case Asset asset -> isBrokenBy(asset, entry);
      case Relationship edge ->
          !edge.deleted() && (isDeleted(edge.sourceId()) || isDeleted(edge.targetId()));
      default -> false;
    };
  }

  private boolean isBrokenBy(Asset asset, LogEntry entry) {
    if (asset.isDeleted()) {
      return Boolean.TRUE.equals(needs.get(asset.id()));
    }
    AssetId named = names.get(new Name(asset.type(), asset.qualifiedName()));
    return (named != null && !named.equals(asset.id()))
        || (asset.parentId() != null && isDeleted(asset.parentId()))
        || (moves && entry.changedFields().contains(AssetField.PARENT.fieldName()));
  }

  private boolean isDeleted(AssetId id) {
    return Boolean.FALSE.equals(needs.get(id));
  }
}
