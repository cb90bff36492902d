package dev.tarn.signin.saml;

import dev.tarn.signin.claims.Claims;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A SAML identity provider that is trusted, and who this server is to it.
 *
 * @param name of the provider in paths and logs
 * @param entityId of this server: assertions have to name it as their audience
 * @param metadataUri where the provider's metadata is; null if it is {@code fixed}
 * @param providerEntityId which provider of the metadata; null if there is but one
 * @param fixed what metadata would say; null if it is read
 * @param keys to sign requests with, and to decrypt assertions; null for none of both
 * @param clockSkew by which the provider's clock may be wrong
 * @param providerInitiated whether a login may begin at the provider
 * @param claims what its attributes mean
 */
public record SamlProvider(
    String name,
    String entityId,
    @Nullable URI metadataUri,
    @Nullable String providerEntityId,
    @Nullable ProviderMetadata fixed,
    @Nullable Keys keys,
    Duration clockSkew,
    boolean providerInitiated,
    Claims claims) {
  /** A key pair of this server; the key is RSA. */
  public record Keys(PrivateKey privateKey, X509Certificate certificate) {
    @Override
    public String toString() {
      return "Keys[" + certificate.getSubjectX500Principal() + "]";
    }
  }
}
