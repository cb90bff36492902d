package dev.tarn.core.merge;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.diff.EntityKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Holds assets against deletions, with all that the deletion took along. Of one thread. */
final class Holding {
  private final PlannedState plan;
  private final Runnable onKept;

  /**
   * @param onKept hears of each asset that is kept: its name is taken again
   */
  Holding(PlannedState plan, Runnable onKept) {
    this.plan = plan;
    this.onKept = onKept;
  }

  /** What is held against a deletion: with it, what was in it and at it. */
  void hold(Planned planned) throws IOException {
    if (planned.held || planned.result == null || !(planned.result instanceof Asset asset)) {
      return;
    }
    if (planned.ours == null && planned.base != null) {
      planned.held = true;
      bringBackWhatWasIn(asset);
    } else if (planned.theirs == null && planned.base != null) {
      planned.held = true;
      keepWhatIsIn(asset);
    }
  }

  private void keepWhatIsIn(Asset asset) throws IOException {
    for (Planned child : plan.in(asset.id())) {
      keep(child);
    }
    for (Planned edge : plan.at(asset.id())) {
      if (edge.deletes()
          && edge.ours instanceof Relationship kept
          && plan.becomes(kept.sourceId()).isPresent()
          && plan.becomes(kept.targetId()).isPresent()) {
        edge.result = kept;
        plan.changed();
      }
    }
  }

  void keep(Planned planned) throws IOException {
    if (planned.deletes()) {
      planned.result = planned.ours;
      planned.held = true;
      plan.changed();
      onKept.run();
      Asset asset = planned.ourAsset();
      if (asset != null) {
        keepWhatIsIn(asset);
      }
    }
  }

  void bringBack(AssetId id, Asset asset) throws IOException {
    Planned planned = plan.of(EntityKey.of(id));
    if (planned == null) {
      planned = plan.bringBack(EntityKey.of(id), asset);
    } else if (planned.result == null) {
      planned.result = asset;
      plan.changed();
    } else {
      return;
    }
    planned.held = true;
    bringBackWhatWasIn(asset);
  }

  private void bringBackWhatWasIn(Asset asset) throws IOException {
    for (AssetId child : plan.childrenIn(plan.theirs(), asset)) {
      Optional<Asset> there = plan.there(child);
      if (there.isPresent() && plan.becomes(child).isEmpty()) {
        bringBack(child, there.get());
      }
    }
    for (Relationship edge : plan.edgesIn(plan.theirs(), asset)) {
      EntityKey key = EntityKey.of(edge);
      if (!plan.has(key)
          && plan.becomes(edge.sourceId()).isPresent()
          && plan.becomes(edge.targetId()).isPresent()
          && isGoneHere(edge)) {
        var unused = plan.bringBack(key, edge);
      }
    }
  }

  private boolean isGoneHere(Relationship edge) throws IOException {
    Relationship here = plan.ours().relationships(List.of(edge.id())).get(edge.id());
    return here == null || here.deleted();
  }
}
