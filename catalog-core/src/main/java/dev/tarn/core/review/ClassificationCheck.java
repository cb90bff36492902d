package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.diff.EntityDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No asset that stays loses a classification, and no classification is deleted. */
final class ClassificationCheck implements DiffCheck {
  private static final String CLASSIFICATION = "classification";

  @Override
  public String name() {
    return "no-classification-removed";
  }

  @Override
  public void check(List<EntityDiff> part, MergedState merged, Findings findings)
      throws IOException {
    Set<AssetId> ids = new HashSet<>();
    part.forEach(diff -> ids.addAll(removed(diff)));
    Map<AssetId, Asset> classifications = merged.assets(ids);
    for (EntityDiff diff : part) {
      for (AssetId removed : removed(diff)) {
        Asset classification = classifications.get(removed);
        String name = classification == null ? removed.value() : classification.qualifiedName();
        findings.add(diff, "classifications", name + " is removed");
      }
      if (diff.from() instanceof Asset asset
          && diff.to() == null
          && asset.type().equals(CLASSIFICATION)) {
        findings.add(diff, null, "a classification is deleted");
      }
    }
  }

  private static List<AssetId> removed(EntityDiff diff) {
    if (!(diff.from() instanceof Asset from) || !(diff.to() instanceof Asset to)) {
      return List.of();
    }
    List<AssetId> removed = new ArrayList<>(from.classifications());
    removed.removeAll(to.classifications());
    return removed;
  }
}
