package dev.tarn.core.merge;

import dev.tarn.core.diff.EntityKey;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Merges the values of one entity: what only one side has changed is that side's; lists merge as
 * sets, maps by key; all else that both have changed, to different values, is a conflict.
 *
 * @param label of the entity, for people
 * @param base the three states; that of before may be missing
 */
record FieldMerge<E>(
    Decisions decisions, EntityKey key, String label, @Nullable E base, E ours, E theirs) {
  private static final String ATTRIBUTE = "attributes.";

  /** Merges a value that is one. */
  <V> @Nullable V value(String field, Function<E, @Nullable V> value) {
    return value(
        field, base == null ? null : value.apply(base), value.apply(ours), value.apply(theirs));
  }

  /** Merges a value that is always there. */
  <V> V present(String field, Function<E, V> value) {
    return Objects.requireNonNull(
        value(
            field,
            base == null ? null : value.apply(base),
            value.apply(ours),
            value.apply(theirs)));
  }

  /** Merges lists whose order does not matter. */
  <V> List<V> set(Function<E, List<V>> values) {
    return set(
        base == null ? List.of() : values.apply(base), values.apply(ours), values.apply(theirs));
  }

  /** Merges what a type says of attributes. */
  List<AttributeDefinition> definitions(Function<E, List<AttributeDefinition>> definitions) {
    Map<String, AttributeDefinition> began =
        base == null ? Map.of() : byName(definitions.apply(base));
    Map<String, AttributeDefinition> here = byName(definitions.apply(ours));
    Map<String, AttributeDefinition> merged = new LinkedHashMap<>(here);
    byName(definitions.apply(theirs))
        .forEach(
            (name, definition) -> {
              AttributeDefinition own = here.get(name);
              AttributeDefinition value =
                  own == null
                      ? definition
                      : value(ATTRIBUTE + name, began.get(name), own, definition);
              merged.put(name, Objects.requireNonNull(value));
            });
    return List.copyOf(merged.values());
  }

  private static Map<String, AttributeDefinition> byName(List<AttributeDefinition> definitions) {
    Map<String, AttributeDefinition> byName = new LinkedHashMap<>();
    definitions.forEach(definition -> byName.put(definition.name(), definition));
    return byName;
  }

  private <V> @Nullable V value(
      String field, @Nullable V before, @Nullable V here, @Nullable V there) {
    if (Objects.equals(here, there) || Objects.equals(before, there)) {
      return here;
    }
    if (Objects.equals(before, here)) {
      return there;
    }
    Conflict conflict =
        new Conflict(
            key + "#" + field,
            ConflictKind.FIELD,
            key,
            label,
            field,
            before,
            here,
            there,
            "both sides have changed " + field,
            Conflict.BOTH,
            null);
    return decisions.decide(conflict) == Side.OURS ? here : there;
  }

  /** Merges lists whose order does not matter: in that of ours, then what is new in theirs. */
  private static <V> List<V> set(List<V> base, List<V> ours, List<V> theirs) {
    if (ours.equals(theirs) || base.equals(theirs)) {
      return ours;
    }
    if (base.equals(ours)) {
      return theirs;
    }
    Set<V> began = new HashSet<>(base);
    Set<V> kept = new HashSet<>(theirs);
    Set<V> merged = new LinkedHashSet<>(ours);
    merged.removeIf(value -> began.contains(value) && !kept.contains(value));
    for (V value : theirs) {
      if (!began.contains(value)) {
        merged.add(value);
      }
    }
    return List.copyOf(merged);
  }

  /**
   * Merges attributes.
   *
   * @param definitions of those that the type has
   * @param whole the side whose word counts for attributes of the given names; null for neither
   */
  Map<String, Object> attributes(
      Function<E, Map<String, Object>> attributes,
      Function<String, Optional<AttributeDefinition>> definitions,
      Set<String> names,
      @Nullable Side whole) {
    Map<String, Object> before = base == null ? Map.of() : attributes.apply(base);
    Map<String, Object> here = attributes.apply(ours);
    Map<String, Object> there = attributes.apply(theirs);
    Map<String, Object> merged = new LinkedHashMap<>();
    Set<String> all = new LinkedHashSet<>(here.keySet());
    all.addAll(there.keySet());
    for (String name : all) {
      Object value;
      if (whole != null && names.contains(name)) {
        value = (whole == Side.OURS ? here : there).get(name);
      } else {
        value =
            attribute(
                name, before.get(name), here.get(name), there.get(name), definitions.apply(name));
      }
      if (value != null) {
        merged.put(name, value);
      }
    }
    return merged;
  }

  private @Nullable Object attribute(
      String name,
      @Nullable Object base,
      @Nullable Object ours,
      @Nullable Object theirs,
      Optional<AttributeDefinition> definition) {
    AttributeKind kind = definition.map(AttributeDefinition::kind).orElse(AttributeKind.JSON);
    if (kind == AttributeKind.LIST
        && ours instanceof List<?> ourList
        && theirs instanceof List<?> theirList) {
      return set(
          base instanceof List<?> baseList ? List.<Object>copyOf(baseList) : List.of(),
          List.<Object>copyOf(ourList),
          List.<Object>copyOf(theirList));
    }
    if (kind == AttributeKind.MAP
        && ours instanceof Map<?, ?> ourMap
        && theirs instanceof Map<?, ?> theirMap) {
      return byKey(name, base instanceof Map<?, ?> baseMap ? baseMap : Map.of(), ourMap, theirMap);
    }
    return value(ATTRIBUTE + name, base, ours, theirs);
  }

  private @Nullable Map<Object, Object> byKey(
      String name, Map<?, ?> base, Map<?, ?> ours, Map<?, ?> theirs) {
    Map<Object, Object> merged = new LinkedHashMap<>();
    Set<Object> keys = new LinkedHashSet<>(ours.keySet());
    keys.addAll(theirs.keySet());
    for (Object key : keys) {
      Object value =
          value(ATTRIBUTE + name + "." + key, base.get(key), ours.get(key), theirs.get(key));
      if (value != null) {
        merged.put(key, value);
      }
    }
    return merged.isEmpty() ? null : merged;
  }
}
