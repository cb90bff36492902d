package dev.tarn.core.policy;

import dev.tarn.core.asset.Asset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which assets an action may concern, and what of them stays hidden. Compared by value: equal ones
 * can share what was computed for them.
 *
 * @param assets those that the action may concern; for all others it is as if they were not there
 * @param masks what is hidden of assets that are there
 */
public record AssetAccess(AssetCondition assets, List<Mask> masks) {
  /** Everything. */
  public static final AssetAccess ALL = new AssetAccess(AssetCondition.ALL, List.of());

  /**
   * Hides fields.
   *
   * @param assets of which assets
   * @param fields which
   */
  public record Mask(AssetCondition assets, Set<MaskedField> fields) {
    public Mask {
      fields = Set.copyOf(fields);
    }
  }

  public AssetAccess {
    masks = List.copyOf(masks);
  }

  /** Returns whether nothing is hidden. */
  public boolean isWhole() {
    return assets.equals(AssetCondition.ALL) && masks.isEmpty();
  }

  /** Returns whether an asset is there. */
  public boolean shows(Asset asset) {
    return assets.holdsFor(asset);
  }

  /** Returns which fields of an asset are hidden. */
  public Set<MaskedField> hiddenOf(Asset asset) {
    Set<MaskedField> hidden = EnumSet.noneOf(MaskedField.class);
    for (Mask mask : masks) {
      if (mask.assets().holdsFor(asset)) {
        hidden.addAll(mask.fields());
      }
    }
    return hidden;
  }

  /** Returns an asset without what is hidden of it. */
  public Asset masked(Asset asset) {
    Set<MaskedField> hidden = hiddenOf(asset);
    return hidden.isEmpty() ? asset : MaskedField.without(asset, hidden);
  }

  /** Returns the condition under which a field is hidden. */
  public AssetCondition hidden(MaskedField field) {
    List<AssetCondition> hiding = new ArrayList<>();
    for (Mask mask : masks) {
      if (mask.fields().contains(field)) {
        hiding.add(mask.assets());
      }
    }
    return AssetCondition.any(hiding);
  }
}
