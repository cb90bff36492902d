package dev.tarn.server.permissions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An OIDC provider on a port of this machine, which believes whatever a test says. */
final class LocalIssuer implements AutoCloseable {
  static final String NAME = "local";
  static final String CLIENT = "tarn";
  static final String AUDIENCE = "tarn-api";

  private static final Duration LIFETIME = Duration.ofHours(1);

  private final HttpServer server;
  private final RSAKey key;
  private final Map<String, String> idTokens = new ConcurrentHashMap<>();

  private LocalIssuer(HttpServer server, RSAKey key) {
    this.server = server;
    this.key = key;
  }

  static LocalIssuer start() throws IOException, JOSEException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    LocalIssuer issuer =
        new LocalIssuer(server, new RSAKeyGenerator(2048).keyID("of-the-matrix").generate());
    server.createContext("/.well-known/openid-configuration", issuer::describe);
    server.createContext(
        "/jwks", exchange -> answer(exchange, new JWKSet(issuer.key).toPublicJWKSet().toString()));
    server.createContext("/token", issuer::token);
    server.start();
    return issuer;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the settings of a server that trusts this issuer. */
  List<String> settings() {
    String issuer = "--tarn.sign-in.issuers[0].";
    return List.of(
        issuer + "name=" + NAME,
        issuer + "uri=" + uri(),
        issuer + "audiences=" + AUDIENCE,
        issuer + "client-id=" + CLIENT,
        issuer + "client-secret=of-the-matrix",
        issuer + "tenant-claim=tenant",
        issuer + "roles-claim=roles",
        issuer + "roles[reader]=reader",
        issuer + "roles[editor]=editor",
        issuer + "roles[steward]=steward",
        issuer + "roles[admin]=admin",
        issuer + "roles[operator]=operator");
  }

  /** Returns a token for the API. */
  String accessToken(Who who, String tenant, Instant end) throws JOSEException {
    return sign(claims(who, tenant, end).audience(AUDIENCE).build());
  }

  /** Returns a token for the API that is good now. */
  String accessToken(Who who, String tenant) throws JOSEException {
    return accessToken(who, tenant, Instant.now().plus(LIFETIME));
  }

  /** Lets someone log in; returns the code for it. */
  String code(Who who, String tenant, String nonce) throws JOSEException {
    String code = UUID.randomUUID().toString();
    idTokens.put(
        code,
        sign(
            claims(who, tenant, Instant.now().plus(LIFETIME))
                .audience(CLIENT)
                .claim("nonce", nonce)
                .build()));
    return code;
  }

  private JWTClaimsSet.Builder claims(Who who, String tenant, Instant end) {
    return new JWTClaimsSet.Builder()
        .issuer(uri().toString())
        .subject(who.name())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(end.minus(LIFETIME)))
        .expirationTime(Date.from(end))
        .claim("preferred_username", who.name())
        .claim("tenant", tenant)
        .claim("roles", List.copyOf(who.roles()));
  }

  private String sign(JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private void describe(HttpExchange exchange) throws IOException {
    ObjectNode description = JsonNodeFactory.instance.objectNode();
    description.put("issuer", uri().toString());
    description.put("authorization_endpoint", uri() + "/authorize");
    description.put("token_endpoint", uri() + "/token");
    description.put("jwks_uri", uri() + "/jwks");
    description.putArray("response_types_supported").add("code");
    description.putArray("subject_types_supported").add("public");
    description.putArray("id_token_signing_alg_values_supported").add("RS256");
    answer(exchange, description.toString());
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String code =
        Arrays.stream(form.split("&", -1))
            .filter(field -> field.startsWith("code="))
            .map(field -> URLDecoder.decode(field.substring(5), StandardCharsets.UTF_8))
            .findFirst()
            .orElseThrow();
    ObjectNode tokens = JsonNodeFactory.instance.objectNode();
    tokens.put("access_token", "of-no-use");
    tokens.put("token_type", "Bearer");
    tokens.put("expires_in", 3600);
    tokens.put("id_token", idTokens.remove(code));
    answer(exchange, tokens.toString());
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
