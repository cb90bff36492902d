package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, and clients that sign in with a certificate. */
final class TlsTest {
  private static final String PASSWORD = "a-password";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    pair("server", "CN=localhost", "SAN=ip:127.0.0.1");
    pair("airflow", "CN=airflow, OU=Data, O=Larkmoor", "");
    pair("stranger", "CN=stranger, O=Larkmoor", "");
    pair("untrusted", "CN=airflow, OU=Data, O=Larkmoor", "");
    trust("clients", "airflow", "stranger");
    trust("servers", "server");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spring.ssl.bundle.jks.tarn.keystore.location", store("server").toString());
    settings.put("spring.ssl.bundle.jks.tarn.keystore.password", PASSWORD);
    settings.put("spring.ssl.bundle.jks.tarn.keystore.type", "PKCS12");
    settings.put("spring.ssl.bundle.jks.tarn.truststore.location", store("clients").toString());
    settings.put("spring.ssl.bundle.jks.tarn.truststore.password", PASSWORD);
    settings.put("spring.ssl.bundle.jks.tarn.truststore.type", "PKCS12");
    settings.put("server.ssl.bundle", "tarn");
    settings.put("server.ssl.client-auth", "want");
    settings.put("tarn.rest.feed.heartbeat", "100ms");
    settings.put("tarn.sign-in.certificates[0].subject", "O=Larkmoor");
    settings.put("tarn.sign-in.certificates[0].actor", "service:nobody");
    settings.put("tarn.sign-in.certificates[0].tenant", "one");
    settings.put("tarn.sign-in.certificates[1].subject", "cn=airflow,ou=Data,o=Larkmoor");
    settings.put("tarn.sign-in.certificates[1].actor", "service:airflow");
    settings.put("tarn.sign-in.certificates[1].tenant", "one");
    settings.put("tarn.sign-in.certificates[1].roles", "reader");
    server = TestServer.start(folder.resolve("server"), settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private static void pair(String name, String subject, String extension) throws Exception {
    List<String> more = extension.isEmpty() ? List.of() : List.of("-ext", extension);
    keytool(
        "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", subject, "-validity", "2", more);
    keytool("-exportcert", "-alias", name, "-file", folder.resolve(name + ".crt").toString());
  }

  private static void keytool(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    String alias = "";
    for (Object argument : arguments) {
      if (argument instanceof List<?> more) {
        more.forEach(each -> command.add(each.toString()));
      } else {
        if (!command.isEmpty() && command.getLast().equals("-alias") && alias.isEmpty()) {
          alias = argument.toString();
        }
        command.add(argument.toString());
      }
    }
    command.addAll(
        List.of(
            "-keystore",
            store(alias).toString(),
            "-storepass",
            PASSWORD,
            "-storetype",
            "PKCS12",
            "-noprompt"));
    run(command);
  }

  private static void trust(String name, String... certificates) throws Exception {
    for (String certificate : certificates) {
      run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-importcert",
              "-alias",
              certificate,
              "-file",
              folder.resolve(certificate + ".crt").toString(),
              "-keystore",
              store(name).toString(),
              "-storepass",
              PASSWORD,
              "-storetype",
              "PKCS12",
              "-noprompt"));
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }

  private static KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static HttpClient http(@Nullable String certificate) throws Exception {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(load("servers"));
    KeyManager[] own = null;
    if (certificate != null) {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(certificate), PASSWORD.toCharArray());
      own = keys.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trusted.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpRequest.Builder request(String path) {
    URI uri = URI.create("https://127.0.0.1:" + server.uri().getPort() + path);
    return HttpRequest.newBuilder(uri).header("Tarn-Tenant", "one");
  }

  private static HttpResponse<String> get(
      @Nullable String certificate, @Nullable String key, String path) throws Exception {
    HttpRequest.Builder request = request(path);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try (HttpClient http = http(certificate)) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aKeyWorksOverTlsAndBrowsersAreToldToStayThere() throws Exception {
    assertThat(get(null, null, "/api/v1/assets").statusCode()).isEqualTo(401);
    HttpResponse<String> answer = get(null, TestServer.ADMIN_KEY, "/api/v1/assets");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
  }

  @Test
  void aCertificateIsSomebodyIfItsWholeSubjectIsMapped() throws Exception {
    JsonNode principal = JSON.readTree(get("airflow", null, "/api/v1/principal").body());
    assertThat(principal.path("actor").asText()).isEqualTo("service:airflow");
    assertThat(principal.path("credential").asText()).isEqualTo("certificate");
    assertThat(get("airflow", null, "/api/v1/assets").statusCode()).isEqualTo(200);
    assertThat(get("stranger", null, "/api/v1/assets").statusCode()).isEqualTo(401);
  }

  @Test
  void aCertificateEndsAndWhatIsOpenWithIt() throws Exception {
    Duration later = Duration.ofDays(3);
    try (HttpClient http = http("airflow");
        Events events = Events.open(http, request("/api/v1/changes"))) {
      server.clock().advance(later);
      assertThat(events.toEnd()).contains("event: refused");
      assertThat(
              http.send(
                      request("/api/v1/principal").build(), HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(401);
    } finally {
      server.clock().advance(later.negated());
    }
  }

  @Test
  void aKeyGoesBeforeACertificate() throws Exception {
    JsonNode principal =
        JSON.readTree(get("airflow", TestServer.ADMIN_KEY, "/api/v1/principal").body());
    assertThat(principal.path("credential").asText()).isEqualTo("admin-key");
    assertThat(get("airflow", "tarn_no_key", "/api/v1/principal").statusCode()).isEqualTo(401);
  }

  @Test
  void aCertificateThatNobodyTrustsIsNotTaken() {
    assertThatThrownBy(() -> get("untrusted", null, "/api/v1/principal"))
        .isInstanceOf(IOException.class);
  }
}
