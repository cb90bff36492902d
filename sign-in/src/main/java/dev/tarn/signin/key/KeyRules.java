package dev.tarn.signin.key;

import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Principal;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.SignedIn;
import java.util.Optional;
import java.util.Set;

/** Who may do what with keys. Nobody makes a key that opens more than what they came with. */
final class KeyRules {
  private static final Set<Credential.Kind> OF_PEOPLE =
      Set.of(Credential.Kind.JWT, Credential.Kind.SESSION, Credential.Kind.CERTIFICATE);

  private final Catalog catalog;

  KeyRules(Catalog catalog) {
    this.catalog = catalog;
  }

  static boolean isOperator(Principal principal) {
    return principal.roles().contains(SignedIn.OPERATOR);
  }

  /** Refuses a key that the principal may not make in the tenant of the scope. */
  void checkCreate(Principal principal, Scope scope, NewApiKey key) {
    Set<String> scopes = principal.credential().scopes();
    if (!scopes.isEmpty() && (key.scopes().isEmpty() || !scopes.containsAll(key.scopes()))) {
      throw CatalogException.ofField(
          ErrorCode.PERMISSION_DENIED,
          "scopes",
          "a key is good for no more than what you came with");
    }
    boolean isForOperators = key.roles().contains(SignedIn.OPERATOR);
    if (isForOperators && !isOperator(principal)) {
      throw CatalogException.ofField(
          ErrorCode.PERMISSION_DENIED, "roles", "only operators make keys of operators");
    }
    boolean isOwn =
        key.actor().equals(principal.actor())
            && principal.tenant().equals(Optional.of(scope.tenant()))
            // What a program was given does not multiply by itself.
            && OF_PEOPLE.contains(principal.credential().kind());
    if (!isOwn || !principal.roles().containsAll(key.roles())) {
      catalog.check(principal, scope, Action.MANAGE_ACCESS);
    }
  }

  /** Refuses to list the keys of all. */
  void checkListAll(Principal principal, Scope scope) {
    catalog.check(principal, scope, Action.MANAGE_ACCESS);
  }

  /**
   * Returns a key that the principal may rotate and revoke.
   *
   * @throws CatalogException {@code key-not-found}; {@code permission-denied} for what is not the
   *     principal's own, be it there or not
   */
  ApiKey managed(Principal principal, Scope scope, Optional<ApiKey> found, String id) {
    boolean isOwn =
        found.isPresent()
            && found.get().actor().equals(principal.actor())
            && Optional.ofNullable(found.get().tenant()).equals(principal.tenant());
    if (!isOwn) {
      catalog.check(principal, scope, Action.MANAGE_ACCESS);
    }
    return found
        .filter(
            key ->
                isOwn
                    || (key.tenant() == null
                        ? isOperator(principal)
                        : key.tenant().equals(scope.tenant())))
        .orElseThrow(() -> ApiKeys.notFound(id));
  }
}
