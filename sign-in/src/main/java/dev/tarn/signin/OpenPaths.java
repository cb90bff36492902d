package dev.tarn.signin;

import dev.tarn.signin.saml.SamlPaths;
import dev.tarn.signin.token.TokenController;
import java.util.List;
import java.util.stream.Stream;

/** What is answered without a credential. */
final class OpenPaths {
  /** Whether the server lives and serves; nothing else about it. */
  private static final List<String> PROBES =
      List.of("/actuator/health/liveness", "/actuator/health/readiness");

  /** The description of the API and the page to try it: the same in every installation. */
  private static final List<String> DESCRIPTION =
      List.of("/v3/api-docs", "/v3/api-docs/swagger-config", "/swagger-ui.html", "/swagger-ui/**");

  /** Where credentials are changed for others, and what verifies those. */
  private static final List<String> SIGN_IN =
      List.of(TokenController.PATH, TokenController.ICEBERG_PATH, TokenController.KEYS_PATH);

  /** A login has no credential yet; messages of providers are signed. */
  private static final List<String> SAML = List.of(SamlPaths.all());

  private OpenPaths() {}

  static String[] all() {
    return Stream.of(PROBES, DESCRIPTION, SIGN_IN, SAML)
        .flatMap(List::stream)
        .toArray(String[]::new);
  }
}
