package dev.tarn.server.permissions;

import dev.tarn.core.policy.Action;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whom an operation is for.
 *
 * @param audience who is let in
 * @param actions what one has to be allowed in the tenant, all of it
 * @param values what the request has to have to come as far as that: of a path's or query's
 *     parameters, by name, and as {@link #BODY}
 */
record Rule(Audience audience, Set<Action> actions, Map<String, String> values) {
  /** The name under which {@code values} has the body. */
  static final String BODY = "body";

  /** The name under which {@code values} has the query, where no description says what is in it. */
  static final String QUERY = "query";

  /** The names under which {@code values} has what to ask a filter. */
  static final String METHOD = "method";

  static final String PATH = "path";

  /** Who is let in. */
  enum Audience {
    /** Nobody, with a message that only a provider of identities can make. */
    NOBODY,
    /** Everybody, also without a credential: it says nothing of any tenant. */
    EVERYBODY,
    /** Whoever has signed in: it says nothing but what they know, or are. */
    SIGNED_IN,
    /** Those who may do something in the tenant. */
    TENANT,
    /** The same, where it always is the tenant of who asks. */
    OWN_TENANT,
    /** Those who run the installation. */
    INSTALLATION
  }

  Rule {
    actions = Set.copyOf(actions);
    values = Map.copyOf(values);
  }

  static Rule nobody() {
    return new Rule(Audience.NOBODY, Set.of(), Map.of());
  }

  static Rule everybody() {
    return new Rule(Audience.EVERYBODY, Set.of(), Map.of());
  }

  static Rule signedIn() {
    return new Rule(Audience.SIGNED_IN, Set.of(), Map.of());
  }

  static Rule installation() {
    return new Rule(Audience.INSTALLATION, Set.of(), Map.of());
  }

  /** For whoever is of the tenant, if allowed all of this there. */
  static Rule needs(Action... actions) {
    return new Rule(Audience.TENANT, Set.of(actions), Map.of());
  }

  /** Returns the same, of what takes the tenant from the credential alone. */
  Rule inOwnTenant() {
    return new Rule(Audience.OWN_TENANT, actions, values);
  }

  /** Returns the same, for an operation whose requests need something of their own. */
  Rule with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Rule(audience, actions, more);
  }

  /** Returns whether someone may. */
  boolean allows(Who who) {
    return switch (audience) {
      case NOBODY -> false;
      case EVERYBODY -> true;
      case SIGNED_IN -> who.isSignedIn();
      case TENANT -> who.isSignedIn() && who != Who.STRANGER && actions.stream().allMatch(who::may);
      case OWN_TENANT ->
          who.isSignedIn()
              && actions.stream().allMatch((who == Who.STRANGER ? Who.ADMIN : who)::may);
      case INSTALLATION -> who == Who.OPERATOR;
    };
  }
}
