package dev.tarn.core.policy;

import dev.tarn.core.asset.Asset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an asset must be like. Such that an index can answer it as part of a query: there is no
 * condition that only an asset at hand could answer. Compared by value.
 */
public sealed interface AssetCondition {
  /** Holds for every asset. */
  AssetCondition ALL = new All(Set.of());

  /** Holds for none. */
  AssetCondition NONE = new Any(Set.of());

  /** Returns whether it holds for an asset. */
  boolean holdsFor(Asset asset);

  /** Holds if one of the field's values is among these. */
  record Among(ConditionField field, Set<String> values) implements AssetCondition {
    public Among {
      values = Set.copyOf(values);
    }

    @Override
    public boolean holdsFor(Asset asset) {
      for (String value : field.of(asset)) {
        if (values.contains(value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Holds if the field has a value. */
  record Present(ConditionField field) implements AssetCondition {
    @Override
    public boolean holdsFor(Asset asset) {
      return !field.of(asset).isEmpty();
    }
  }

  /** Holds if the qualified name is one of these, or one with a dot and something behind it. */
  record Below(Set<String> qualifiedNames) implements AssetCondition {
    public Below {
      qualifiedNames = Set.copyOf(qualifiedNames);
    }

    @Override
    public boolean holdsFor(Asset asset) {
      String name = asset.qualifiedName();
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        if (qualifiedNames.contains(name.substring(0, dot))) {
          return true;
        }
      }
      return qualifiedNames.contains(name);
    }
  }

  /** Holds if all of these do. */
  record All(Set<AssetCondition> conditions) implements AssetCondition {
    public All {
      conditions = Set.copyOf(conditions);
    }

    @Override
    public boolean holdsFor(Asset asset) {
      for (AssetCondition condition : conditions) {
        if (!condition.holdsFor(asset)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Holds if one of these does. */
  record Any(Set<AssetCondition> conditions) implements AssetCondition {
    public Any {
      conditions = Set.copyOf(conditions);
    }

    @Override
    public boolean holdsFor(Asset asset) {
      for (AssetCondition condition : conditions) {
        if (condition.holdsFor(asset)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Holds if another does not. */
  record Not(AssetCondition condition) implements AssetCondition {
    @Override
    public boolean holdsFor(Asset asset) {
      return !condition.holdsFor(asset);
    }
  }

  /** Returns the negation. */
  static AssetCondition not(AssetCondition condition) {
    if (condition instanceof Not(var inner)) {
      return inner;
    }
    return condition.equals(ALL) ? NONE : condition.equals(NONE) ? ALL : new Not(condition);
  }

  /** Returns what holds if all do, in its shortest form. */
  static AssetCondition all(Collection<AssetCondition> conditions) {
    Set<AssetCondition> parts = new LinkedHashSet<>();
    for (AssetCondition condition : conditions) {
      if (condition.equals(NONE)) {
        return NONE;
      }
      if (condition instanceof All(var inner)) {
        parts.addAll(inner);
      } else {
        parts.add(condition);
      }
    }
    return parts.size() == 1 ? parts.iterator().next() : new All(parts);
  }

  /**
   * Returns what holds if one does, in its shortest form: thousands of alternatives about the
   * values of a field are one condition.
   */
  static AssetCondition any(Collection<AssetCondition> conditions) {
    Map<ConditionField, Set<String>> values = new EnumMap<>(ConditionField.class);
    Set<String> names = new HashSet<>();
    Set<AssetCondition> others = new LinkedHashSet<>();
    List<AssetCondition> open = new ArrayList<>(conditions);
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Any(var inner) -> open.addAll(inner);
        case Among(var field, var some) ->
            values.computeIfAbsent(field, any -> new HashSet<>()).addAll(some);
        case Below(var some) -> names.addAll(some);
        case AssetCondition other when other.equals(ALL) -> {
          return ALL;
        }
        case AssetCondition other -> others.add(other);
      }
    }
    values.forEach((field, some) -> others.add(new Among(field, some)));
    if (!names.isEmpty()) {
      others.add(new Below(names));
    }
    return others.size() == 1 ? others.iterator().next() : new Any(others);
  }
}
