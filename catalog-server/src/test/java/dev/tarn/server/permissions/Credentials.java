package dev.tarn.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.key.IssuedKey;
import dev.tarn.signin.key.NewApiKey;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What everybody shows of every kind of credential. That of who is expired has ended: a key, a
 * token by its time, a session by a logout, and a certificate by the block of its actor.
 */
final class Credentials implements AutoCloseable {
  static final String PAST_CLIENT = "PAST";
  private static final String BLOCKED = "user:BLOCKED";
  private static final String WRITES = "Sec-Fetch-Site";
  private static final Duration SOON = Duration.ofSeconds(2);

  private final String tenant;
  private final String otherTenant;
  private final LocalIssuer issuer;
  private final Certificates certificates;
  private final Map<CredentialKind, Map<Who, Shown>> shown = new EnumMap<>(CredentialKind.class);
  private GuardedServer server;

  private Credentials(String tenant, String otherTenant, Path folder) throws Exception {
    this.tenant = tenant;
    this.otherTenant = otherTenant;
    this.issuer = LocalIssuer.start();
    Set<String> clients =
        Arrays.stream(Who.values())
            .filter(who -> who != Who.ANONYMOUS)
            .map(Who::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    this.certificates = new Certificates(folder, clients, Set.of(PAST_CLIENT));
  }

  /** Prepares them, for a server that is started with {@link #settings}. */
  static Credentials prepare(String tenant, String otherTenant, Path folder) throws Exception {
    return new Credentials(tenant, otherTenant, folder);
  }

  /** Returns the settings of the server. */
  List<String> settings() {
    List<String> settings = new ArrayList<>(issuer.settings());
    settings.addAll(certificates.settings());
    settings.add("--tarn.sign-in.session.target=/api/v1/principal");
    // What stands for a name in the paths of the matrix.
    String saml = "--tarn.sign-in.saml.x.";
    settings.add(saml + "entity-id=urn:tarn");
    settings.add(saml + "provider-entity-id=urn:provider");
    settings.add(saml + "login-uri=https://provider.example/login");
    settings.add(saml + "provider-certificates=" + certificates.pem());
    settings.add(saml + "tenant=" + tenant);
    int number = 0;
    for (Who who : Who.values()) {
      String certificate = "--tarn.sign-in.certificates[" + number++ + "].";
      settings.add(certificate + "subject=" + Certificates.subject(who.name()));
      settings.add(certificate + "actor=" + (who == Who.EXPIRED ? BLOCKED : "user:" + who));
      settings.add(certificate + "roles=" + String.join(",", who.roles()));
      if (who != Who.OPERATOR) {
        settings.add(certificate + "tenant=" + tenantOf(who));
      }
    }
    String past = "--tarn.sign-in.certificates[" + number + "].";
    settings.add(past + "subject=" + Certificates.subject(PAST_CLIENT));
    settings.add(past + "actor=user:" + PAST_CLIENT);
    settings.add(past + "roles=admin");
    settings.add(past + "tenant=" + tenant);
    return settings;
  }

  private String tenantOf(Who who) {
    return who == Who.STRANGER ? otherTenant : tenant;
  }

  HttpClient http() throws Exception {
    return certificates.http(null);
  }

  HttpClient http(String client) throws Exception {
    return certificates.http(client);
  }

  LocalIssuer issuer() {
    return issuer;
  }

  /** Says which server credentials are made for from now on. */
  void use(GuardedServer running) {
    server = running;
  }

  /** Makes all of them, and ends those of who is expired. */
  void issue(GuardedServer running) throws Exception {
    use(running);
    for (CredentialKind kind : CredentialKind.values()) {
      Map<Who, Shown> ofKind = new EnumMap<>(Who.class);
      for (Who who : Who.values()) {
        ofKind.put(who, who == Who.ANONYMOUS ? new Shown(http(), Map.of()) : make(kind, who));
      }
      shown.put(kind, ofKind);
    }
    server.bean(BlockedActors.class).block(new TenantId(tenant), new Actor(BLOCKED));
    for (CredentialKind kind : CredentialKind.values()) {
      await().until(() -> server.status(of(kind, Who.EXPIRED), "/api/v1/principal") == 401);
    }
  }

  Shown of(CredentialKind kind, Who who) {
    return shown.get(kind).get(who);
  }

  /** Logs somebody in again whose session has ended. */
  void renew(Who who) throws Exception {
    if (who.isSignedIn()) {
      shown.get(CredentialKind.SESSION).put(who, session(who));
    }
  }

  /**
   * Returns a credential; of who is expired, one that ends by itself, where there is such a one.
   */
  Shown make(CredentialKind kind, Who who) throws Exception {
    HttpClient http = http();
    return switch (kind) {
      case API_KEY -> Shown.bearer(http, key(who).text());
      case CLIENT_TOKEN -> Shown.bearer(http, token(key(who)));
      case JWT ->
          Shown.bearer(
              http,
              who == Who.EXPIRED
                  ? issuer.accessToken(who, tenant, Instant.now().minus(Duration.ofHours(1)))
                  : issuer.accessToken(who, tenantOf(who)));
      case SESSION -> {
        Shown session = session(who);
        if (who == Who.EXPIRED) {
          signOut(session);
        }
        yield session;
      }
      case CERTIFICATE -> new Shown(http(who.name()), Map.of());
    };
  }

  /** Makes a key; that of who is expired ends soon. */
  IssuedKey key(Who who) {
    return server
        .bean(ApiKeys.class)
        .create(
            new NewApiKey(
                who == Who.OPERATOR ? null : new TenantId(tenantOf(who)),
                new Actor("user:" + who),
                "of the matrix",
                who.roles(),
                Set.of(),
                who == Who.EXPIRED ? Instant.now().plus(SOON) : null),
            Actor.SYSTEM);
  }

  String token(IssuedKey key) throws Exception {
    HttpResponse<String> answer =
        http()
            .send(
                HttpRequest.newBuilder(server.uri("/api/v1/oauth/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        BodyPublishers.ofString(
                            "grant_type=client_credentials&client_id="
                                + key.key().id()
                                + "&client_secret="
                                + key.text()))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reply.JSON.readTree(answer.body()).path("access_token").asText();
  }

  /** Logs in with a browser: its cookie, and what it says of the pages of the server. */
  Shown session(Who who) throws Exception {
    HttpClient http = http();
    HttpResponse<String> begun = get(http, server.uri("/sign-in/" + LocalIssuer.NAME), "");
    Map<String, String> query =
        Arrays.stream(location(begun).getRawQuery().split("&", -1))
            .map(part -> part.split("=", 2))
            .collect(
                Collectors.toMap(
                    part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    String code = issuer.code(who, tenantOf(who), query.get("nonce"));
    HttpResponse<String> done =
        get(
            http,
            URI.create(
                query.get("redirect_uri")
                    + "?code="
                    + code
                    + "&state="
                    + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8)),
            cookie(begun));
    assertThat(location(done).getPath()).as(done.toString()).isEqualTo("/api/v1/principal");
    return new Shown(http, Map.of("Cookie", cookie(done), WRITES, "same-origin"));
  }

  private void signOut(Shown session) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/sign-out"));
    session.headers().forEach(request::header);
    HttpResponse<String> out =
        session.http().send(request.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    assertThat(out.statusCode()).isEqualTo(204);
  }

  private static HttpResponse<String> get(HttpClient http, URI uri, String cookie)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static URI location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  private static String cookie(HttpResponse<String> answer) {
    String set =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith("TARN_SESSION="))
            .reduce((first, last) -> last)
            .orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  @Override
  public void close() {
    issuer.close();
  }
}
