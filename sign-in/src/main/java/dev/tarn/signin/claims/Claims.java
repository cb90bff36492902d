package dev.tarn.signin.claims;

import dev.tarn.core.scope.TenantId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What claims mean. A claim is named by its path, such as {@code realm_access.roles}; of SAML, by
 * the attribute's name.
 *
 * @param actor the claim that names the person or program
 * @param actorPrefix what goes before that name, such as {@code user:}
 * @param tenant the claim that names the tenant; null if {@code fixedTenant} does
 * @param fixedTenant the tenant of all who come from here; null if a claim names it
 * @param tenants tenants by what that claim says; a value that is not here names the tenant itself
 *     only if this is empty
 * @param roles the claim with the provider's roles; null for none
 * @param roleNames our roles by the provider's
 * @param teams the claim with the provider's groups; null for none
 * @param teamNames our teams by the provider's groups; a group that is not here is no team
 */
public record Claims(
    String actor,
    String actorPrefix,
    @Nullable String tenant,
    @Nullable TenantId fixedTenant,
    Map<String, String> tenants,
    @Nullable String roles,
    Map<String, List<String>> roleNames,
    @Nullable String teams,
    Map<String, List<String>> teamNames) {
  public Claims {
    tenants = Map.copyOf(tenants);
    roleNames = Map.copyOf(roleNames);
    teamNames = Map.copyOf(teamNames);
  }
}
