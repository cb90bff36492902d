package dev.tarn.governance.policy;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What conditions see of who asks, and of the circumstances.
 *
 * @param subjects the names that policies know them by, such as {@code user:alice}, {@code
 *     team:finance}, {@code role:steward}
 * @param stewardOf ids of the domains that they, or their teams, answer for
 */
record Caller(
    Principal principal, Scope scope, Set<String> subjects, Set<String> stewardOf, Instant time) {
  private static final String ROLE = "role:";
  private static final String TEAM = "team:";

  /** All of somebody that permissions depend on, besides the circumstances. */
  record Credentials(
      Actor actor, Set<String> roles, Set<String> teams, Map<String, String> attributes) {
    static Credentials of(Principal principal) {
      return new Credentials(
          principal.actor(), principal.roles(), principal.teams(), principal.attributes());
    }
  }

  /** Returns the variables of expressions, by name. */
  Map<String, Object> variables() {
    Map<String, Object> variables = new HashMap<>();
    variables.put("principal.name", principal.actor().name());
    variables.put("principal.roles", without(ROLE));
    variables.put("principal.teams", without(TEAM));
    variables.put("principal.stewardOf", List.copyOf(stewardOf));
    variables.put("principal.attributes", principal.attributes());
    variables.put("context.branch", scope.branch().value());
    variables.put("context.credential", principal.credential().kind().name());
    String address = principal.origin().address();
    variables.put("context.address", address == null ? "" : address);
    variables.put("context.time", time);
    return variables;
  }

  private List<String> without(String prefix) {
    List<String> names = new ArrayList<>();
    for (String subject : subjects) {
      if (subject.startsWith(prefix)) {
        names.add(subject.substring(prefix.length()));
      }
    }
    return names;
  }
}
