package dev.tarn.core.scope;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Someone who has shown a credential, or {@code anonymous} who has none. */
public record SignedIn(
    Actor actor,
    Optional<TenantId> tenant,
    Set<String> roles,
    Set<String> teams,
    Map<String, String> attributes,
    Credential credential,
    Origin origin)
    implements Principal {
  /** The role of those who run the installation: it holds in every tenant. */
  public static final String OPERATOR = "operator";

  public SignedIn {
    roles = Set.copyOf(roles);
    teams = Set.copyOf(teams);
    attributes = Map.copyOf(attributes);
  }

  /** Returns the same, asking from somewhere else. */
  public SignedIn from(Origin other) {
    return new SignedIn(actor, tenant, roles, teams, attributes, credential, other);
  }
}
