package dev.tarn.lucene.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetCondition;
import dev.tarn.core.policy.ConditionField;
import dev.tarn.core.policy.MaskedField;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Accesses to a catalog: conditions about what its assets have, and now and then about nothing. */
final class RandomAccesses {
  private static final List<ConditionField> FIELDS = List.of(ConditionField.values());

  private final Random random;
  private final List<Asset> assets;

  /**
   * @param assets whose values conditions name
   */
  RandomAccesses(Random random, List<Asset> assets) {
    this.random = random;
    this.assets = assets;
  }

  /** Returns an access that hides something, if only from other catalogs. */
  AssetAccess access() {
    AssetAccess access = any();
    while (access.isWhole()) {
      access = any();
    }
    return access;
  }

  private AssetAccess any() {
    List<AssetAccess.Mask> masks = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      masks.add(new AssetAccess.Mask(condition(1), fields()));
    }
    return new AssetAccess(condition(3), masks);
  }

  /** Words of descriptions and attributes are in one field: so both are hidden, or none. */
  private Set<MaskedField> fields() {
    Set<MaskedField> fields = EnumSet.noneOf(MaskedField.class);
    for (MaskedField field : MaskedField.values()) {
      if (random.nextInt(3) == 0) {
        fields.add(field);
      }
    }
    if (fields.contains(MaskedField.ATTRIBUTES)) {
      fields.add(MaskedField.DESCRIPTION);
    }
    return fields;
  }

  AssetCondition condition(int depth) {
    int dice = random.nextInt(depth > 0 ? 10 : 5);
    return switch (dice) {
      case 0 -> new AssetCondition.Present(one(FIELDS));
      case 1, 2 -> below();
      case 3, 4 -> among();
      case 5 -> new AssetCondition.Not(condition(depth - 1));
      case 6 -> new AssetCondition.All(conditions(depth));
      default -> new AssetCondition.Any(conditions(depth));
    };
  }

  private Set<AssetCondition> conditions(int depth) {
    Set<AssetCondition> conditions = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      conditions.add(condition(depth - 1));
    }
    return conditions;
  }

  private AssetCondition among() {
    ConditionField field = one(FIELDS);
    Set<String> values = new HashSet<>(random.nextInt(5) == 0 ? Set.of("nothing") : Set.of());
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      values.addAll(field.of(one(assets)));
    }
    return new AssetCondition.Among(field, values);
  }

  private AssetCondition below() {
    Set<String> names = new HashSet<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      String name = one(assets).qualifiedName();
      int dot = name.indexOf('.', random.nextInt(name.length()));
      names.add(dot > 0 ? name.substring(0, dot) : name);
    }
    return new AssetCondition.Below(names);
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
