package dev.tarn.core.review;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.diff.EntityDiff;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import java.util.List;

/** Assets that are created or changed have the attributes that their type requires. */
final class RequiredAttributesCheck implements DiffCheck {
  @Override
  public String name() {
    return "required-attributes";
  }

  @Override
  public void check(List<EntityDiff> part, MergedState merged, Findings findings) {
    for (EntityDiff diff : part) {
      if (diff.to() instanceof Asset asset) {
        merged.types().assetType(asset.type()).map(AssetType::attributes).orElse(List.of()).stream()
            .filter(AttributeDefinition::required)
            .map(AttributeDefinition::name)
            .filter(name -> !asset.attributes().containsKey(name))
            .forEach(
                name ->
                    findings.add(
                        diff, "attributes." + name, "a " + asset.type() + " needs this attribute"));
      }
    }
  }
}
