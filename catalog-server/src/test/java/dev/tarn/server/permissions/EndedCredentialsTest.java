package dev.tarn.server.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.BlockedActors;
import dev.tarn.signin.key.IssuedKey;
import dev.tarn.testkit.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A credential of any kind opens nothing any more once it has ended, whatever ends it. */
final class EndedCredentialsTest {
  private static final String TENANT = "acme";
  private static final TenantId SCOPE = new TenantId(TENANT);
  private static final Actor ADMIN = new Actor("user:" + Who.ADMIN);
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  /** One of each protocol, and a write. */
  private static final List<Operation> OPERATIONS =
      List.of(
          operation("GET", "/api/v1/assets", ""),
          operation("POST", "/api/v1/assets", "{\"type\": \"table\", \"qualifiedName\": \"x\"}"),
          operation("POST", "/graphql", "{\"query\": \"{ commit }\"}"),
          operation("GET", "/iceberg/v1/" + TENANT + "/namespaces", ""),
          operation("GET", "/scim/v2/Users", ""),
          operation("GET", "/api/v1/principal", ""));

  @TempDir private static Path folder;
  private static Credentials credentials;
  private static GuardedServer server;

  @BeforeAll
  static void start() throws Exception {
    credentials = Credentials.prepare(TENANT, "beta", folder);
    server = GuardedServer.start(folder, credentials);
    credentials.use(server);
    Shown operator = Shown.bearer(credentials.http(), ServerProcess.ADMIN_KEY);
    Operation tenant = operation("POST", "/api/v1/tenants", "{\"name\": \"" + TENANT + "\"}");
    assertThat(server.send(tenant, operator, TENANT).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (credentials != null) {
      credentials.close();
    }
  }

  private static Operation operation(String method, String path, String body) {
    return new Operation(path, HttpProtocol.OTHER, method, path, JSON, body);
  }

  private static void checkGood(Shown shown) throws Exception {
    for (Operation operation : OPERATIONS) {
      assertThat(server.send(operation, shown, TENANT).status())
          .as(operation.path())
          .isNotIn(401, 403);
    }
  }

  private static void checkEnded(Shown shown) throws Exception {
    for (Operation operation : OPERATIONS) {
      assertThat(server.send(operation, shown, TENANT).status())
          .as(operation.path())
          .isEqualTo(401);
    }
  }

  @Test
  void aKeyThatIsRevokedAndItsTokens() throws Exception {
    IssuedKey key = credentials.key(Who.ADMIN);
    Shown text = Shown.bearer(credentials.http(), key.text());
    Shown token = Shown.bearer(credentials.http(), credentials.token(key));
    checkGood(text);
    checkGood(token);
    server.bean(ApiKeys.class).revoke(key.key().id());
    checkEnded(text);
    checkEnded(token);
  }

  @Test
  void aTokenOfAProviderByItsTime() throws Exception {
    Duration hour = Duration.ofHours(1);
    LocalIssuer issuer = credentials.issuer();
    Instant now = Instant.now();
    checkGood(
        Shown.bearer(credentials.http(), issuer.accessToken(Who.ADMIN, TENANT, now.plus(hour))));
    checkEnded(
        Shown.bearer(credentials.http(), issuer.accessToken(Who.ADMIN, TENANT, now.minus(hour))));
  }

  @Test
  void aTokenOfAProviderThatNobodyTrusts() throws Exception {
    try (LocalIssuer another = LocalIssuer.start()) {
      checkEnded(Shown.bearer(credentials.http(), another.accessToken(Who.ADMIN, TENANT)));
    }
  }

  @Test
  void aCertificateByItsTime() throws Exception {
    checkGood(new Shown(credentials.http(Who.ADMIN.name()), Map.of()));
    checkEnded(new Shown(credentials.http(Credentials.PAST_CLIENT), Map.of()));
  }

  @Test
  void whateverSomebodyHasWhoIsBlocked() throws Exception {
    for (CredentialKind kind : CredentialKind.values()) {
      Shown shown = credentials.make(kind, Who.ADMIN);
      checkGood(shown);
      server.bean(BlockedActors.class).block(SCOPE, ADMIN);
      try {
        checkEnded(shown);
      } finally {
        server.bean(BlockedActors.class).unblock(SCOPE, ADMIN);
      }
    }
  }

  /** A browser sends the cookie along whoever has made the page; only own pages write with it. */
  @Test
  void aSessionThatAnotherSiteUses() throws Exception {
    Shown session = credentials.make(CredentialKind.SESSION, Who.ADMIN);
    String cookie = session.headers().get("Cookie");
    for (String site : List.of("cross-site", "same-site", "none")) {
      Shown theirs = new Shown(session.http(), Map.of("Cookie", cookie, "Sec-Fetch-Site", site));
      for (Operation operation : OPERATIONS) {
        int status = server.send(operation, theirs, TENANT).status();
        assertThat(status == 403)
            .as(site + " " + operation.path() + " " + status)
            .isEqualTo(operation.method().equals("POST"));
      }
    }
    checkGood(session);
  }
}
