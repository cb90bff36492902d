package dev.tarn.core.policy;

import dev.tarn.core.scope.Actor;

/** Allows one administrator everything and nobody else anything. */
public final class AdministratorPolicy implements Policy {
  private final Actor administrator;

  public AdministratorPolicy(Actor administrator) {
    this.administrator = administrator;
  }

  @Override
  public Decision decide(AccessRequest request) {
    return request.principal().actor().equals(administrator)
            || request.principal().actor().equals(Actor.SYSTEM)
        ? Decision.ALL
        : new Decision.Deny("only the administrator may do this", false);
  }
}
