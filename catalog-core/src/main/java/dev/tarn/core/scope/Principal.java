package dev.tarn.core.scope;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as far as sign-in has made sure of it. What they may do is decided for a principal, not
 * for a name: the same person may come with a key that opens less.
 */
public interface Principal {
  /** Returns who that is, as history and audit name them. */
  Actor actor();

  /** Returns the tenant that they belong to; empty for one of the installation as a whole. */
  default Optional<TenantId> tenant() {
    return Optional.empty();
  }

  /** Returns names of roles that the credential brings, beside those that the tenant gives. */
  default Set<String> roles() {
    return Set.of();
  }

  /** Returns names of teams that the credential brings, beside those that the tenant knows. */
  default Set<String> teams() {
    return Set.of();
  }

  /** Returns what else the credential says, by name, for the conditions of policies. */
  default Map<String, String> attributes() {
    return Map.of();
  }

  /** Returns what they have signed in with. */
  default Credential credential() {
    return Credential.IN_PROCESS;
  }

  /** Returns where they ask from. */
  default Origin origin() {
    return Origin.IN_PROCESS;
  }
}
