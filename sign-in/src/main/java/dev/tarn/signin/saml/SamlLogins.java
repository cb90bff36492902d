package dev.tarn.signin.saml;

import dev.tarn.core.scope.Credential;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.claims.ClaimMapping;
import dev.tarn.signin.session.ProviderCheck;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The providers that people log in at, and who they are when they come back from there. */
public final class SamlLogins {
  private final Map<String, Trusted> byName = new LinkedHashMap<>();
  private final UsedAssertions used;
  private final Logouts logouts;
  private final Clock clock;

  /** A provider with all that is done with its messages. */
  record Trusted(
      SamlProvider provider,
      MetadataSource metadata,
      ResponseVerifier responses,
      LogoutVerifier logouts,
      ClaimMapping mapping) {}

  /**
   * Somebody who has logged in.
   *
   * @param endsAt when the provider wants the session to end
   */
  record Login(SignedIn signedIn, Instant endsAt, ProviderCheck stillIn) {}

  public SamlLogins(
      List<SamlProvider> providers, UsedAssertions used, Logouts logouts, Clock clock) {
    this.used = used;
    this.logouts = logouts;
    this.clock = clock;
    for (SamlProvider provider : providers) {
      MetadataSource metadata = new MetadataSource(provider, clock);
      byName.put(
          provider.name(),
          new Trusted(
              provider,
              metadata,
              new ResponseVerifier(provider, metadata, clock),
              new LogoutVerifier(provider, clock),
              new ClaimMapping(provider.claims())));
    }
  }

  /** Returns a provider; null if there is none of the name. */
  @Nullable Trusted find(String name) {
    return byName.get(name);
  }

  /**
   * Returns who has logged in, by a response of a provider that is good once.
   *
   * @param base where this server is for the browser
   * @param requestId of the request that the browser has made; null for none
   */
  Login login(Trusted trusted, String base, String response, @Nullable String requestId)
      throws RefusedMessageException, IOException {
    Assertion assertion = trusted.responses().verify(base, response, requestId);
    SignedIn signedIn =
        trusted
            .mapping()
            .signedIn(
                assertion.attributes(),
                new Credential(Credential.Kind.SESSION, UUID.randomUUID().toString(), Set.of()))
            .orElseThrow(
                () -> new RefusedMessageException("its attributes make nobody of it, by settings"));
    if (!used.use(trusted.provider().name(), assertion.id(), assertion.endsAt())) {
      throw new RefusedMessageException("its assertion was used before");
    }
    Instant began = clock.instant();
    return new Login(
        signedIn,
        assertion.sessionEndsAt(),
        now -> !logouts.happened(assertion.subject(), assertion.sessionIndex(), began));
  }

  /** Ends sessions. */
  void logOut(LogoutVerifier.Logout logout) {
    logouts.add(logout.subject(), logout.sessionIndexes());
  }
}
