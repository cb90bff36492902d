package dev.tarn.signin.oidc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;

/**
 * What this server is to the providers that browsers log in at. A provider is asked for its
 * endpoints at the first login: one that is down does not keep the server from starting.
 */
public final class LoginClients implements ClientRegistrationRepository {
  /** Where a login begins: {@code /sign-in/<provider>}. */
  public static final String START = "/sign-in";

  /** Where providers send browsers back to. */
  public static final String CALLBACK = "/sign-in/callback/*";

  private final Map<String, Issuer> issuers;
  private final ConcurrentHashMap<String, ClientRegistration> known = new ConcurrentHashMap<>();

  public LoginClients(List<Issuer> issuers) {
    this.issuers =
        issuers.stream()
            .filter(issuer -> issuer.client() != null)
            .collect(Collectors.toUnmodifiableMap(Issuer::name, Function.identity()));
  }

  /** Returns whether browsers can log in nowhere. */
  public boolean isEmpty() {
    return issuers.isEmpty();
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String name) {
    Issuer issuer = issuers.get(name);
    Issuer.Client client = issuer == null ? null : issuer.client();
    return issuer == null || client == null
        ? null
        : known.computeIfAbsent(name, absent -> registration(issuer, client));
  }

  private static ClientRegistration registration(Issuer issuer, Issuer.Client client) {
    ClientRegistration.Builder builder =
        ClientRegistrations.fromIssuerLocation(issuer.uri().toString())
            .registrationId(issuer.name())
            .clientId(client.id())
            .scope(client.scopes())
            .redirectUri("{baseUrl}/sign-in/callback/{registrationId}")
            .userNameAttributeName(IdTokenClaimNames.SUB);
    return client.secret() == null
        ? builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build()
        : builder
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .clientSecret(client.secret())
            .build();
  }
}
