package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.signin.key.BlockedActors;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is open ends with the credential that has opened it. */
final class OpenStreamsTest {
  private static final String CHANGES = "/api/v1/changes";
  private static final TenantId TENANT = new TenantId("one");

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server =
        TestServer.start(
            folder,
            Map.of(
                "tarn.rest.feed.heartbeat",
                "100ms",
                // Shorter than any of these streams lives.
                "spring.mvc.async.request-timeout",
                "50ms"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What ends a credential. */
  @FunctionalInterface
  private interface Ending {
    void happens() throws Exception;
  }

  private static void checkEnd(String credential, Ending ending) throws Exception {
    try (Events events = server.events(credential, CHANGES);
        Events subscription = server.subscription(credential)) {
      for (int sign = 0; sign < 20; sign++) {
        events.awaitSign();
        subscription.awaitSign();
      }
      ending.happens();
      assertThat(events.toEnd())
          .containsExactly("event: refused", "data: {\"code\":\"unauthenticated\"}");
      List<String> said = subscription.toEnd();
      assertThat(said).first().asString().isEqualTo("event:next");
      assertThat(said.get(1)).contains("\"code\":\"unauthenticated\"");
      assertThat(said.get(2)).isEqualTo("event:complete");
    }
  }

  private static TestServer.Answer newKey(String actor) throws Exception {
    return server.newKey(TENANT.value(), actor, "reader");
  }

  private static void revoke(TestServer.Answer key) throws Exception {
    server
        .client(TestServer.ADMIN_KEY, TENANT.value())
        .delete("/api/v1/keys/" + key.text("id"))
        .expect(204);
  }

  @Test
  void ofAKeyThatIsRevoked() throws Exception {
    TestServer.Answer key = newKey("service:revoked");
    checkEnd(key.text("key"), () -> revoke(key));
  }

  @Test
  void ofAnActorWhoIsBlocked() throws Exception {
    checkEnd(
        newKey("service:blocked").text("key"),
        () -> server.bean(BlockedActors.class).block(TENANT, new Actor("service:blocked")));
  }

  @Test
  void ofATokenThatEndsOrWhoseKeyDoes() throws Exception {
    TestServer.Answer key = newKey("service:tokens");
    Duration later = Duration.ofHours(2);
    try {
      checkEnd(token(key), () -> server.clock().advance(later));
    } finally {
      server.clock().advance(later.negated());
    }
    checkEnd(token(key), () -> revoke(key));
  }

  private static String token(TestServer.Answer key) throws Exception {
    URI uri = server.uri().resolve("/api/v1/oauth/token");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "grant_type=client_credentials&client_id="
                              + key.text("id")
                              + "&client_secret="
                              + key.text("key")))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new TestServer.Answer(answer.statusCode(), answer).expect(200).text("access_token");
    }
  }
}
