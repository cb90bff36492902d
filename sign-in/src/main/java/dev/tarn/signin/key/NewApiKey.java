package dev.tarn.signin.key;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A key to be made; its parts are those of {@link ApiKey}. */
public record NewApiKey(
    @Nullable TenantId tenant,
    Actor actor,
    String description,
    Set<String> roles,
    Set<String> scopes,
    @Nullable Instant expiresAt) {
  /** The longest description, in characters. */
  public static final int MAX_DESCRIPTION_CHARS = 500;

  /** The most roles of a key. */
  public static final int MAX_ROLES = 50;

  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern ACTOR = Pattern.compile("(user|service):[^\\s].*");
  private static final Set<String> ACTIONS =
      Arrays.stream(Action.values()).map(Action::code).collect(Collectors.toUnmodifiableSet());

  public NewApiKey {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    if (!ACTOR.matcher(actor.name()).matches()) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_NAME, "actor", "a key is of user:<name> or of service:<name>");
    }
    if (description.length() > MAX_DESCRIPTION_CHARS) {
      throw CatalogException.ofField(
          ErrorCode.VALUE_TOO_LARGE,
          "description",
          "a description has at most " + MAX_DESCRIPTION_CHARS + " characters");
    }
    if (roles.size() > MAX_ROLES || !roles.stream().allMatch(ROLE.asMatchPredicate())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_VALUE,
          "roles",
          "roles are at most " + MAX_ROLES + ", each 1 to 63 of a-z, 0-9 and '-'");
    }
    for (String scope : scopes) {
      if (!ACTIONS.contains(scope)) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_VALUE, "scopes", "there is no action '" + scope + "'");
      }
    }
  }
}
