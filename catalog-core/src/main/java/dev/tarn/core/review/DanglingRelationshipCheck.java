package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.diff.EntityDiff;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Relationships have both ends: those that are new or changed, and those of what is deleted. */
final class DanglingRelationshipCheck implements DiffCheck {
  /** Of one asset; if that many go with it, that the others do not is no accident. */
  private static final int MAX_RELATIONSHIPS = 1_000;

  @Override
  public String name() {
    return "no-dangling-relationship";
  }

  @Override
  public void check(List<EntityDiff> part, MergedState merged, Findings findings)
      throws IOException {
    Set<AssetId> ends = new HashSet<>();
    for (EntityDiff diff : part) {
      if (diff.to() instanceof Relationship edge) {
        ends.add(edge.sourceId());
        ends.add(edge.targetId());
      }
    }
    Set<AssetId> live = merged.assets(ends).keySet();
    for (EntityDiff diff : part) {
      if (diff.to() instanceof Relationship edge) {
        if (!live.contains(edge.sourceId())) {
          findings.add(diff, "source", "there is no asset " + edge.sourceId());
        }
        if (!live.contains(edge.targetId())) {
          findings.add(diff, "target", "there is no asset " + edge.targetId());
        }
      } else if (diff.from() instanceof Asset deleted && diff.to() == null) {
        for (Relationship edge : merged.relationshipsLeftOf(deleted.id(), MAX_RELATIONSHIPS)) {
          findings.add(diff, null, "it is deleted, and still has the relationship " + edge.id());
        }
      }
    }
  }
}
