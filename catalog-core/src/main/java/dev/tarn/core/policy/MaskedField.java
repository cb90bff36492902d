package dev.tarn.core.policy;

import dev.tarn.core.asset.Asset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A field of assets that can be hidden. What names an asset cannot: hide the asset instead. */
public enum MaskedField {
  DESCRIPTION,
  OWNERS,
  TAGS,
  CLASSIFICATIONS,
  TERMS,
  ATTRIBUTES;

  /** Returns the field's name in policies and answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Asset without(Asset asset, Set<MaskedField> hidden) {
    return asset.described(
        asset.displayName(),
        hidden.contains(DESCRIPTION) ? null : asset.description(),
        hidden.contains(OWNERS) ? List.of() : asset.owners(),
        hidden.contains(TAGS) ? List.of() : asset.tags(),
        hidden.contains(CLASSIFICATIONS) ? List.of() : asset.classifications(),
        hidden.contains(TERMS) ? List.of() : asset.terms(),
        hidden.contains(ATTRIBUTES) ? Map.of() : asset.attributes());
  }
}
