package dev.tarn.signin.claims;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of a provider's claims somebody here. */
public final class ClaimMapping {
  /** Claims longer than this are no attributes. */
  private static final int MAX_ATTRIBUTE_CHARS = 200;

  private static final int MAX_ATTRIBUTES = 50;

  private final Claims claims;

  public ClaimMapping(Claims claims) {
    this.claims = claims;
  }

  /**
   * Returns who that is; empty if the claims do not say so, or name a tenant that cannot be.
   *
   * @param credential what they have signed in with
   */
  public Optional<SignedIn> signedIn(Map<String, Object> given, Credential credential) {
    List<String> names = texts(given, claims.actor());
    if (names.size() != 1 || names.getFirst().isBlank()) {
      return Optional.empty();
    }
    Set<String> roles = mapped(given, claims.roles(), claims.roleNames());
    try {
      Optional<TenantId> tenant =
          roles.contains(SignedIn.OPERATOR) ? Optional.empty() : tenant(given);
      if (tenant.isEmpty() && !roles.contains(SignedIn.OPERATOR)) {
        return Optional.empty();
      }
      return Optional.of(
          new SignedIn(
              new Actor(claims.actorPrefix() + names.getFirst()),
              tenant,
              roles,
              mapped(given, claims.teams(), claims.teamNames()),
              attributes(given),
              credential,
              Origin.IN_PROCESS));
    } catch (CatalogException e) {
      // A name that is none here, of a person or of a tenant.
      return Optional.empty();
    }
  }

  private Optional<TenantId> tenant(Map<String, Object> given) {
    if (claims.fixedTenant() != null) {
      return Optional.of(claims.fixedTenant());
    }
    List<String> named = texts(given, claims.tenant());
    if (named.size() != 1) {
      return Optional.empty();
    }
    String name = named.getFirst();
    return Optional.ofNullable(claims.tenants().isEmpty() ? name : claims.tenants().get(name))
        .map(TenantId::new);
  }

  private static Set<String> mapped(
      Map<String, Object> given, @Nullable String claim, Map<String, List<String>> names) {
    Set<String> mapped = new HashSet<>();
    texts(given, claim).forEach(text -> mapped.addAll(names.getOrDefault(text, List.of())));
    return mapped;
  }

  /** Returns the texts of a claim: of a text, its words; of a list, its texts. */
  private static List<String> texts(Map<String, Object> given, @Nullable String path) {
    if (path == null) {
      return List.of();
    }
    Object value = given.get(path);
    if (value == null) {
      value = given;
      for (String part : path.split("\\.")) {
        value = value instanceof Map<?, ?> object ? object.get(part) : null;
      }
    }
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  /** Policies may ask for what a provider says of a person beside what has a meaning of its own. */
  private static Map<String, String> attributes(Map<String, Object> given) {
    Map<String, String> attributes = new HashMap<>();
    given.forEach(
        (name, value) -> {
          if (value instanceof String text
              && text.length() <= MAX_ATTRIBUTE_CHARS
              && attributes.size() < MAX_ATTRIBUTES) {
            attributes.put(name, text);
          }
        });
    return attributes;
  }
}
