package dev.tarn.signin.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tarn.core.policy.Action;
import dev.tarn.core.scope.SignedIn;
import dev.tarn.signin.key.ApiKey;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.web.FailedSignIn;
import dev.tarn.signin.web.SignInReports;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The token endpoint: a token for a key (RFC 6749, 4.4), or for a token or key that is about to end
 * (RFC 8693), as Iceberg's clients ask for it. The protocol, and not our API, says what errors look
 * like.
 */
@RestController
@Hidden
public final class TokenController {
  public static final String PATH = "/api/v1/oauth/token";
  public static final String ICEBERG_PATH = "/iceberg/v1/oauth/tokens";
  public static final String KEYS_PATH = "/.well-known/jwks.json";

  private static final String CLIENT_CREDENTIALS = "client_credentials";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String BASIC = "Basic ";

  /** What Iceberg's clients ask for unless they are told otherwise: all. */
  private static final String WHOLE_CATALOG = "catalog";

  private static final Set<String> ACTIONS =
      Arrays.stream(Action.values()).map(Action::code).collect(Collectors.toUnmodifiableSet());
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;

  private final ClientTokens tokens;
  private final ApiKeys keys;
  private final SignInReports reports;

  public TokenController(ClientTokens tokens, ApiKeys keys, SignInReports reports) {
    this.tokens = tokens;
    this.keys = keys;
    this.reports = reports;
  }

  /** A token, as RFC 6749, 5.1 wants it. */
  record TokenAnswer(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_in") long expiresInSeconds,
      @JsonProperty("issued_token_type") String issuedTokenType,
      @JsonProperty("scope") String scope) {}

  private record Client(String id, String secret) {}

  @PostMapping(
      path = {PATH, ICEBERG_PATH},
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> token(
      HttpServletRequest request, @RequestBody MultiValueMap<String, String> form) {
    String scope = form.getFirst("scope");
    Set<String> scopes =
        Arrays.stream((scope == null ? "" : scope).split(" "))
            .filter(word -> !word.isEmpty() && !word.equals(WHOLE_CATALOG))
            .collect(Collectors.toUnmodifiableSet());
    if (!ACTIONS.containsAll(scopes)) {
      return error(BAD_REQUEST, "invalid_scope", "a scope is a name of an action");
    }
    String grant = form.getFirst("grant_type");
    Optional<ApiKey> key;
    if (CLIENT_CREDENTIALS.equals(grant)) {
      Client client = client(request.getHeader(HttpHeaders.AUTHORIZATION), form);
      key = client == null ? Optional.empty() : keys.verify(client.id(), client.secret());
    } else if (EXCHANGE.equals(grant)) {
      key = exchanged(form.getFirst("subject_token"));
    } else {
      return error(BAD_REQUEST, "unsupported_grant_type", "the grant is " + CLIENT_CREDENTIALS);
    }
    if (key.isEmpty()) {
      reports.failed(FailedSignIn.Reason.INVALID, request);
      return error(UNAUTHORIZED, "invalid_client", "the client or its secret is not good");
    }
    Set<String> granted = scopes.isEmpty() ? key.get().scopes() : scopes;
    if (!key.get().scopes().isEmpty() && !key.get().scopes().containsAll(granted)) {
      return error(BAD_REQUEST, "invalid_scope", "the key is not good for all of the scope");
    }
    ClientTokens.Issued issued = tokens.issue(key.get(), granted);
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(
            new TokenAnswer(
                issued.text(),
                "bearer",
                issued.lifetime().toSeconds(),
                ACCESS_TOKEN,
                scope == null ? WHOLE_CATALOG : scope));
  }

  /** A token goes on as the key that it is of, and never with more than it had. */
  private Optional<ApiKey> exchanged(@Nullable String subject) {
    if (subject == null) {
      return Optional.empty();
    }
    if (!tokens.takes(subject)) {
      return keys.verify(subject);
    }
    return tokens
        .verify(subject)
        .map(SignedIn::credential)
        .flatMap(
            credential ->
                Optional.ofNullable(credential.id())
                    .flatMap(keys::good)
                    .map(key -> key.narrowedTo(credential.scopes())));
  }

  /** The id is also in the secret, which is the key: who gives another one has mixed them up. */
  private static @Nullable Client client(
      @Nullable String authorization, MultiValueMap<String, String> form) {
    if (authorization != null && authorization.startsWith(BASIC)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(authorization.substring(BASIC.length())),
                StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0 ? null : new Client(pair.substring(0, colon), pair.substring(colon + 1));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    String id = form.getFirst("client_id");
    String secret = form.getFirst("client_secret");
    return id == null || secret == null ? null : new Client(id, secret);
  }

  private static ResponseEntity<?> error(int status, String code, String description) {
    return ResponseEntity.status(status)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(Map.of("error", code, "error_description", description));
  }

  /** Returns the public keys of the installation. */
  @GetMapping(path = KEYS_PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> publicKeys() {
    return tokens.publicKeys();
  }
}
