package dev.tarn.signin;

import dev.tarn.core.policy.AccessRequest;
import dev.tarn.core.policy.Action;
import dev.tarn.core.policy.Decision;
import dev.tarn.core.policy.Policy;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.SignedIn;
import java.util.Optional;
import java.util.Set;

/** Decides by the roles that credentials bring alone. */
final class RolesPolicy implements Policy {
  private static final Set<Action> READS =
      Set.of(Action.READ_ASSETS, Action.READ_TYPES, Action.READ_STATUS, Action.READ_CHANGES);

  @Override
  public Decision decide(AccessRequest request) {
    Principal principal = request.principal();
    if (principal.actor().equals(Actor.SYSTEM) || principal.roles().contains(SignedIn.OPERATOR)) {
      return Decision.ALL;
    }
    if (!principal.tenant().equals(Optional.of(request.scope().tenant()))) {
      return new Decision.Deny("not yours", true);
    }
    Set<String> scopes = principal.credential().scopes();
    boolean isInScope = scopes.isEmpty() || scopes.contains(request.action().code());
    boolean isOfRole =
        principal.roles().contains("admin")
            || principal.roles().contains("reader") && READS.contains(request.action());
    return isInScope && isOfRole ? Decision.ALL : new Decision.Deny("no role allows it", false);
  }
}
