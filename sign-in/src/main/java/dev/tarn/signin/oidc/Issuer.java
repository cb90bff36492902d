package dev.tarn.signin.oidc;

import dev.tarn.signin.claims.Claims;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
