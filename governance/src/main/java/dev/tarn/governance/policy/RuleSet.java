package dev.tarn.governance.policy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.policy.AssetCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that concern one caller and one action. */
final class RuleSet {
  private static final String ROLE = "role:";

  private final PolicyState state;
  private final Caller caller;
  private final Action action;
  private final Map<String, Object> variables;

  RuleSet(PolicyState state, Caller caller, Action action) {
    this.state = state;
    this.caller = caller;
    this.action = action;
    this.variables = caller.variables();
  }

  /** Returns whether an answer is good for other times and addresses, too. */
  boolean isSteady() {
    return rules().stream().noneMatch(rule -> rule.condition().dependsOnContext());
  }

  /** Who may see assets may know of their types. */
  private boolean concerns(PolicyRule rule) {
    return rule.actions().contains(action)
        || (action == Action.READ_TYPES
            && rule.effect() == PolicyRule.Effect.ALLOW
            && rule.actions().contains(Action.READ_ASSETS));
  }

  private List<PolicyRule> rules() {
    return state.rules(caller.subjects()).stream().filter(this::concerns).toList();
  }

  private @Nullable String builtInRole() {
    for (String subject : caller.subjects()) {
      if (subject.startsWith(ROLE)
          && BuiltInRole.named(subject.substring(ROLE.length()))
              .filter(role -> role.actions().contains(action))
              .isPresent()) {
        return subject.substring(ROLE.length());
      }
    }
    return null;
  }

  /** A rule that is broken gives nothing, and takes away all it might. */
  private AssetCondition condition(PolicyRule rule) {
    boolean gives = rule.effect() == PolicyRule.Effect.ALLOW;
    AssetCondition ifBroken = gives ? AssetCondition.NONE : AssetCondition.ALL;
    if (rule.broken() != null) {
      return ifBroken;
    }
    AssetCondition said = rule.condition().of(variables, state::id, ifBroken);
    // Types belong to no asset: some that can be seen are enough.
    return action == Action.READ_TYPES && gives && !said.equals(AssetCondition.NONE)
        ? AssetCondition.ALL
        : said;
  }

  AssetAccess access() {
    List<AssetCondition> given = new ArrayList<>();
    List<AssetCondition> taken = new ArrayList<>();
    List<AssetAccess.Mask> masks = new ArrayList<>();
    if (builtInRole() != null) {
      given.add(AssetCondition.ALL);
    }
    for (PolicyRule rule : rules()) {
      AssetCondition condition = condition(rule);
      switch (rule.effect()) {
        case ALLOW -> given.add(condition);
        case DENY -> taken.add(condition);
        case MASK -> {
          if (!condition.equals(AssetCondition.NONE)) {
            masks.add(new AssetAccess.Mask(condition, rule.fields()));
          }
        }
      }
    }
    return new AssetAccess(
        AssetCondition.all(
            List.of(AssetCondition.any(given), AssetCondition.not(AssetCondition.any(taken)))),
        masks);
  }

  /** Says of each rule what it does here. */
  List<String> explain(@Nullable Asset asset) {
    List<String> lines = new ArrayList<>();
    String role = builtInRole();
    if (role != null) {
      lines.add("role " + role + " gives " + action.code());
    }
    for (PolicyRule rule : rules()) {
      AssetCondition condition = condition(rule);
      boolean holds =
          asset == null ? !condition.equals(AssetCondition.NONE) : condition.holdsFor(asset);
      String what =
          switch (rule.effect()) {
            case ALLOW -> "gives";
            case DENY -> "takes";
            case MASK -> "masks";
          };
      lines.add(
          "policy "
              + rule.name()
              + (holds ? " " + what + " " : " does not concern this: it " + what + " ")
              + action.code()
              + (rule.broken() == null ? "" : " (it is broken: " + rule.broken() + ")"));
    }
    return lines;
  }
}
