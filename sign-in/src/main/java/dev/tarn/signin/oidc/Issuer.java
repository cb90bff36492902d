package dev.tarn.signin.oidc;

import dev.tarn.core.scope.TenantId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider that is trusted, and what its claims mean here.
 *
 * @param name of the provider in paths and logs
 * @param uri the issuer, as its tokens name it
 * @param jwksUri where its keys are; null to be found through its discovery document
 * @param audiences of which a token has to name one
 * @param clockSkew by which its clock may be wrong
 * @param claims what claims mean
 * @param client for the login of browsers; null if there is none
 */
public record Issuer(
    String name,
    URI uri,
    @Nullable URI jwksUri,
    Set<String> audiences,
    Duration clockSkew,
    Claims claims,
    @Nullable Client client) {
  public Issuer {
    audiences = Set.copyOf(audiences);
  }

  /**
   * What claims mean. A claim is named by its path, such as {@code realm_access.roles}.
   *
   * @param actor the claim that names the person or program
   * @param actorPrefix what goes before that name, such as {@code user:}
   * @param tenant the claim that names the tenant; null if {@code fixedTenant} does
   * @param fixedTenant the tenant of all who come from here; null if a claim names it
   * @param tenants tenants by what that claim says; a value that is not here names the tenant
   *     itself only if this is empty
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

  /**
   * Who this server is to the provider.
   *
   * @param secret null for a public client
   */
  public record Client(String id, @Nullable String secret, List<String> scopes) {
    public Client {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }
}
