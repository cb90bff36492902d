package dev.tarn.signin;

import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.claims.Claims;
import dev.tarn.signin.saml.ProviderMetadata;
import dev.tarn.signin.saml.SamlProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * A SAML 2.0 identity provider.
 *
 * @param entityId who this server is to it; its assertions have to name it as their audience
 * @param metadata where its metadata is: an address, or {@code file:///…}
 * @param providerEntityId its entity id; needed where there is no metadata, or that of several
 * @param loginUri where browsers log in, by HTTP redirect, where there is no metadata
 * @param logoutUri where they log out, by HTTP redirect, where there is no metadata
 * @param providerCertificates files of PEM with its certificates, where there is no metadata; while
 *     its key changes, the old one and the new one
 * @param key a file of PEM with the private RSA key of this server: requests are signed with it,
 *     and assertions may be encrypted for it
 * @param certificate a file of PEM with the certificate of that key
 * @param providerInitiated whether a login may begin at the provider, from its own page of
 *     applications
 * @param clockSkew by which its clock may be wrong
 * @param actorAttribute the attribute that names the person; {@code NameID} is the name of the
 *     subject
 * @param actorPrefix what goes before that name
 * @param tenant the tenant of all who come from here
 * @param tenantAttribute the attribute that names the tenant, where {@code tenant} does not
 * @param tenants tenants by what that attribute says; where there are none, it names the tenant
 *     itself
 * @param rolesAttribute the attribute with the provider's roles
 * @param roles our roles by the provider's; those that are not here are none
 * @param teamsAttribute the attribute with the provider's groups
 * @param teams our teams by the provider's groups; those that are not here are none
 */
public record SamlSettings(
    String entityId,
    @Nullable URI metadata,
    @Nullable String providerEntityId,
    @Nullable URI loginUri,
    @Nullable URI logoutUri,
    @DefaultValue List<Path> providerCertificates,
    @Nullable Path key,
    @Nullable Path certificate,
    @DefaultValue("false") boolean providerInitiated,
    @DefaultValue("1m") Duration clockSkew,
    @DefaultValue("NameID") String actorAttribute,
    @DefaultValue("user:") String actorPrefix,
    @Nullable String tenant,
    @Nullable String tenantAttribute,
    @DefaultValue Map<String, String> tenants,
    @Nullable String rolesAttribute,
    @DefaultValue Map<String, List<String>> roles,
    @Nullable String teamsAttribute,
    @DefaultValue Map<String, List<String>> teams) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final String RSA = "RSA";

  public SamlSettings {
    providerCertificates = List.copyOf(providerCertificates);
    require(
        metadata != null
            ? loginUri == null && logoutUri == null && providerCertificates.isEmpty()
            : providerEntityId != null && loginUri != null && !providerCertificates.isEmpty(),
        "say either metadata, or provider-entity-id, login-uri and provider-certificates");
    require((key == null) == (certificate == null), "key and certificate go together");
    require((tenant == null) != (tenantAttribute == null), "say either tenant or tenant-attribute");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("tarn.sign-in.saml: " + message);
    }
  }

  /**
   * Returns the provider; reads the files that the settings name.
   *
   * @param name of the provider in paths
   */
  SamlProvider provider(String name) {
    require(NAME.matcher(name).matches(), "a name is 1 to 32 of a-z, 0-9 and '-': " + name);
    return new SamlProvider(
        name,
        entityId,
        metadata,
        providerEntityId,
        metadata == null ? fixed() : null,
        key == null || certificate == null ? null : keys(key, certificate),
        clockSkew,
        providerInitiated,
        new Claims(
            actorAttribute,
            actorPrefix,
            tenantAttribute,
            tenant == null ? null : new TenantId(tenant),
            tenants,
            rolesAttribute,
            roles,
            teamsAttribute,
            teams));
  }

  private ProviderMetadata fixed() {
    return new ProviderMetadata(
        Objects.requireNonNull(providerEntityId),
        Objects.requireNonNull(loginUri),
        logoutUri,
        providerCertificates.stream().flatMap(SamlSettings::certificates).toList());
  }

  private static SamlProvider.Keys keys(Path key, Path certificate) {
    PrivateKey privateKey = read(key).getPrivateKey();
    require(privateKey != null && privateKey.getAlgorithm().equals(RSA), "a key is an RSA key");
    return new SamlProvider.Keys(
        Objects.requireNonNull(privateKey), certificates(certificate).findFirst().orElseThrow());
  }

  private static Stream<X509Certificate> certificates(Path file) {
    List<X509Certificate> found = read(file).getCertificates();
    require(found != null && !found.isEmpty(), "there is no certificate in " + file);
    return Objects.requireNonNull(found).stream();
  }

  private static PemContent read(Path file) {
    try {
      return PemContent.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("a file that tarn.sign-in.saml names cannot be read", e);
    }
  }
}
