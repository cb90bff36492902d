package dev.tarn.signin;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.Origin;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.claims.Claims;
import dev.tarn.signin.oidc.Issuer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How programs and people sign in.
 *
 * @param tokenLifetime how long a token is good for that is issued for a key: 1 minute to 1 day
 * @param issuers OpenID Connect providers whose tokens are taken, and where browsers log in
 * @param saml SAML 2.0 identity providers where browsers log in, by name: their paths begin with
 *     {@code /sign-in/saml/<name>}
 * @param session browsers' sessions
 * @param certificates of clients that sign in by TLS; the server asks for them with {@code
 *     server.ssl.client-auth=want}
 * @param corsOrigins origins of pages that may call the API from a browser, such as {@code
 *     https://portal.example}; with a token, never with a session. None where nothing is said
 */
@ConfigurationProperties(prefix = "tarn.sign-in", ignoreUnknownFields = false)
public record SignInSettings(
    @DefaultValue("1h") Duration tokenLifetime,
    @DefaultValue List<IssuerSettings> issuers,
    @DefaultValue Map<String, SamlSettings> saml,
    @DefaultValue SessionSettings session,
    @DefaultValue List<CertificateSettings> certificates,
    @DefaultValue List<String> corsOrigins) {
  private static final Duration MIN_TOKEN_LIFETIME = Duration.ofMinutes(1);
  private static final Duration MAX_TOKEN_LIFETIME = Duration.ofDays(1);

  public SignInSettings {
    issuers = List.copyOf(issuers);
    saml = Map.copyOf(saml);
    certificates = List.copyOf(certificates);
    corsOrigins = List.copyOf(corsOrigins);
    if (tokenLifetime.compareTo(MIN_TOKEN_LIFETIME) < 0
        || tokenLifetime.compareTo(MAX_TOKEN_LIFETIME) > 0) {
      throw new IllegalArgumentException("tarn.sign-in.token-lifetime is 1m to 24h");
    }
    if (corsOrigins.contains("*")) {
      throw new IllegalArgumentException("tarn.sign-in.cors-origins names origins, and not '*'");
    }
  }

  /**
   * A client's certificate.
   *
   * @param subject its whole subject, such as {@code CN=airflow,OU=Data,O=Larkmoor}
   * @param actor who signs in with it: {@code service:<name>} or {@code user:<name>}
   * @param tenant whose data it opens; none for operators
   * @param roles that it brings, beside those that the tenant gives the actor
   */
  public record CertificateSettings(
      String subject, String actor, @Nullable String tenant, @DefaultValue Set<String> roles) {
    public CertificateSettings {
      if ((tenant == null) != roles.contains(SignedIn.OPERATOR)) {
        throw new IllegalArgumentException(
            "tarn.sign-in.certificates: say a tenant of '" + subject + "', or the role operator");
      }
    }

    X500Principal principal() {
      return new X500Principal(subject);
    }

    SignedIn signedIn() {
      return new SignedIn(
          new Actor(actor),
          Optional.ofNullable(tenant).map(TenantId::new),
          roles,
          Set.of(),
          Map.of(),
          new Credential(Credential.Kind.CERTIFICATE, subject, Set.of()),
          Origin.IN_PROCESS);
    }
  }

  /**
   * A browser's session.
   *
   * @param lifetime after which people log in again, however busy they are
   * @param recheckInterval how often it is asked of the provider whether the person is still one of
   *     its own, where it gives a refresh token to ask with
   * @param target the path where a browser goes after the login
   */
  public record SessionSettings(
      @DefaultValue("8h") Duration lifetime,
      @DefaultValue("5m") Duration recheckInterval,
      @DefaultValue("/swagger-ui.html") String target) {}

  /**
   * A provider.
   *
   * @param name of the provider in paths, such as {@code /sign-in/<name>}
   * @param uri the issuer, as its tokens name it; its discovery document is below it
   * @param jwksUri where its keys are, if it has no discovery document
   * @param audiences of which a token has to name one
   * @param clockSkew by which its clock may be wrong
   * @param clientId who this server is to it, for the login of browsers; no login without it
   * @param clientSecret that goes with it; none for a public client
   * @param scopes what is asked of it at a login
   * @param actorClaim the claim that names the person or program; a path, as are all claims here
   * @param actorPrefix what goes before that name
   * @param tenant the tenant of all who come from here
   * @param tenantClaim the claim that names the tenant, where {@code tenant} does not
   * @param tenants tenants by what that claim says; where there are none, it names the tenant
   *     itself
   * @param rolesClaim the claim with the provider's roles, such as {@code realm_access.roles}
   * @param roles our roles by the provider's; those that are not here are none
   * @param teamsClaim the claim with the provider's groups
   * @param teams our teams by the provider's groups; those that are not here are none
   */
  public record IssuerSettings(
      String name,
      URI uri,
      @Nullable URI jwksUri,
      @DefaultValue List<String> audiences,
      @DefaultValue("1m") Duration clockSkew,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @DefaultValue({"openid", "profile"}) List<String> scopes,
      @DefaultValue("preferred_username") String actorClaim,
      @DefaultValue("user:") String actorPrefix,
      @Nullable String tenant,
      @Nullable String tenantClaim,
      @DefaultValue Map<String, String> tenants,
      @Nullable String rolesClaim,
      @DefaultValue Map<String, List<String>> roles,
      @Nullable String teamsClaim,
      @DefaultValue Map<String, List<String>> teams) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public IssuerSettings {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a name of tarn.sign-in.issuers is 1 to 32 of a-z, 0-9 and '-': " + name);
      }
      if (audiences.isEmpty()) {
        throw new IllegalArgumentException(
            "tarn.sign-in.issuers: say with audiences which tokens of '" + name + "' are for Tarn");
      }
      if ((tenant == null) == (tenantClaim == null)) {
        throw new IllegalArgumentException(
            "tarn.sign-in.issuers: say of '" + name + "' either tenant or tenant-claim");
      }
    }

    Issuer issuer() {
      return new Issuer(
          name,
          uri,
          jwksUri,
          Set.copyOf(audiences),
          clockSkew,
          new Claims(
              actorClaim,
              actorPrefix,
              tenantClaim,
              tenant == null ? null : new TenantId(tenant),
              tenants,
              rolesClaim,
              roles,
              teamsClaim,
              teams),
          clientId == null ? null : new Issuer.Client(clientId, clientSecret, scopes));
    }

    @Override
    public String toString() {
      return "IssuerSettings[" + name + "]";
    }
  }
}
