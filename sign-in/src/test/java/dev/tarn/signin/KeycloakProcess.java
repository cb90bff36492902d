package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Keycloak in processes of its own on a free port of 127.0.0.1, with its data in memory. */
public final class KeycloakProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);
  private static final long POLL_MILLIS = 100;
  private static final String ADMIN = "admin";
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final URI uri;
  private final HttpClient http = HttpClient.newHttpClient();

  private KeycloakProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static KeycloakProcess start(Path log) throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Path home = Path.of(System.getProperty("tarn.keycloak.home"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                home.resolve("bin").resolve("kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--cache=local",
                "--http-host=127.0.0.1",
                "--http-port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS_KC_HEAP", "-Xmx512m -XX:TieredStopAtLevel=1");
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
    KeycloakProcess keycloak =
        new KeycloakProcess(builder.start(), URI.create("http://127.0.0.1:" + port));
    try {
      keycloak.awaitReady(log);
    } catch (IOException | InterruptedException e) {
      keycloak.close();
      throw e;
    }
    return keycloak;
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < READY_WITHIN.toNanos()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("Keycloak ended with " + process.exitValue() + "; see " + log);
      }
      try {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/realms/master")).build();
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException e) {
        // It does not listen yet.
      }
    }
    throw new IOException("Keycloak is not ready after " + READY_WITHIN + "; see " + log);
  }

  public URI uri() {
    return uri;
  }

  /** Returns the issuer of a realm. */
  URI issuer(String realm) {
    return uri.resolve("/realms/" + realm);
  }

  /** Asks a realm for a token; returns its answer, which may be an error. */
  JsonNode token(String realm, Map<String, String> form) throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/realms/" + realm + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Does something as the administrator. */
  public JsonNode admin(String method, String path, @Nullable String json)
      throws IOException, InterruptedException {
    String token =
        token(
                "master",
                Map.of(
                    "grant_type",
                    "password",
                    "client_id",
                    "admin-cli",
                    "username",
                    ADMIN,
                    "password",
                    ADMIN))
            .path("access_token")
            .asText();
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/admin/realms" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                json == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  /** The script has a JVM as its child. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    http.close();
  }
}
