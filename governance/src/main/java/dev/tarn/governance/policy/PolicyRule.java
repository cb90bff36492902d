package dev.tarn.governance.policy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.MaskedField;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy, as its asset says it.
 *
 * @param name the asset's qualified name
 * @param subjects whom it concerns, such as {@code role:analyst}; {@code *} for everybody
 * @param actions what it concerns
 * @param fields what a mask hides
 * @param broken why it cannot be applied; null if it can. One that takes away hides everything
 */
record PolicyRule(
    String name,
    Effect effect,
    Set<String> subjects,
    Set<Action> actions,
    Condition condition,
    Set<MaskedField> fields,
    @Nullable String broken) {
  /** For everybody, or for everything. */
  static final String ANY = "*";

  /** What a policy does. */
  enum Effect {
    ALLOW,
    DENY,
    MASK
  }

  /** Reads a policy; one without an effect is a text for people, and no rule. */
  static @Nullable PolicyRule of(Asset asset) {
    if (!(asset.attributes().get("effect") instanceof String effect)
        || Boolean.FALSE.equals(asset.attributes().get("enabled"))) {
      return null;
    }
    String broken = null;
    Set<Action> actions = EnumSet.noneOf(Action.class);
    Set<MaskedField> fields = EnumSet.noneOf(MaskedField.class);
    Condition condition = Condition.ALWAYS;
    try {
      actions = codes(asset, "actions", Action.class, Action::code);
      fields = codes(asset, "fields", MaskedField.class, MaskedField::code);
      condition =
          Condition.parse(asset.attributes().get("condition") instanceof String text ? text : "");
    } catch (InvalidConditionException e) {
      broken = e.getMessage();
      actions = EnumSet.allOf(Action.class);
    }
    return new PolicyRule(
        asset.qualifiedName(),
        switch (effect) {
          case "allow" -> Effect.ALLOW;
          case "mask" -> Effect.MASK;
          default -> Effect.DENY;
        },
        Set.copyOf(texts(asset, "subjects")),
        actions,
        condition,
        fields,
        broken);
  }

  private static <E extends Enum<E>> Set<E> codes(
      Asset asset, String attribute, Class<E> type, Function<E, String> code)
      throws InvalidConditionException {
    Set<E> found = EnumSet.noneOf(type);
    for (String text : texts(asset, attribute)) {
      if (text.equals(ANY)) {
        return EnumSet.allOf(type);
      }
      found.add(
          Arrays.stream(type.getEnumConstants())
              .filter(one -> code.apply(one).equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidConditionException(
                          attribute
                              + " are "
                              + Arrays.stream(type.getEnumConstants())
                                  .map(code)
                                  .collect(Collectors.joining(", "))
                              + ", but one is "
                              + text)));
    }
    return found;
  }

  private static List<String> texts(Asset asset, String attribute) {
    return asset.attributes().get(attribute) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }
}
