package dev.tarn.server.permissions;

import static org.awaitility.Awaitility.await;

import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.rest.iceberg.StorageAccess;
import dev.tarn.server.TarnServer;
import dev.tarn.signin.key.ApiKeys;
import dev.tarn.signin.key.NewApiKey;
import dev.tarn.testkit.ServerProcess;
import jakarta.servlet.ServletContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The whole server, in this process so that its routes can be listed, and all who may ask it. */
final class GuardedServer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String EVENTS = "text/event-stream";
  private static final String EVENT_DATA = "data:";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Who, String> credentials = new EnumMap<>(Who.class);
  private final Path folder;
  private final String scheme;
  private final ConfigurableApplicationContext context;

  private GuardedServer(Path folder, ConfigurableApplicationContext context, String scheme) {
    this.scheme = scheme;
    this.folder = folder;
    this.context = context;
  }

  static GuardedServer start(Path folder) {
    return start(folder, "http", List.of());
  }

  /** Starts a server to which one shows any kind of credential. */
  static GuardedServer start(Path folder, Credentials credentials) {
    return start(folder, "https", credentials.settings());
  }

  private static GuardedServer start(Path folder, String scheme, List<String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                // Whoever asks for a commit that never comes waits for that long.
                "--tarn.catalog.read-timeout=500ms",
                "--TARN_ADMIN_KEY=" + ServerProcess.ADMIN_KEY,
                "--tarn.catalog.data-folder=" + folder.resolve("data"),
                "--tarn.rest.ingestion.allowed-roots=" + folder,
                "--tarn.rest.iceberg.allowed-locations=" + folder.toUri()));
    arguments.addAll(settings);
    return new GuardedServer(
        folder,
        new SpringApplicationBuilder(TarnServer.class)
            .initializers(
                fresh ->
                    ((GenericApplicationContext) fresh)
                        .registerBean(
                            "namedKeys",
                            StorageAccess.class,
                            NamedKeys::new,
                            keys -> keys.setPrimary(true)))
            .run(arguments.toArray(String[]::new)),
        scheme);
  }

  /** Lets everybody of a tenant in: whoever asks from now on has a key of it. */
  void admit(TenantId tenant, Who... people) throws InterruptedException {
    ApiKeys keys = context.getBean(ApiKeys.class);
    for (Who who : people) {
      Instant end = who == Who.EXPIRED ? Instant.now().plus(SOON) : null;
      NewApiKey wanted =
          new NewApiKey(
              tenant, new Actor("user:" + who), "of the matrix", who.roles(), Set.of(), end);
      credentials.put(who, keys.create(wanted, Actor.SYSTEM).text());
    }
    if (credentials.containsKey(Who.EXPIRED)) {
      await().until(() -> keys.verify(credentials.get(Who.EXPIRED)).isEmpty());
    }
  }

  private String credential(Who who) {
    return who == Who.OPERATOR ? ServerProcess.ADMIN_KEY : credentials.get(who);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Returns what sends requests to handlers, of whatever part of the server. */
  Iterable<RequestMappingInfoHandlerMapping> mappings() {
    return context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values();
  }

  /**
   * Asks.
   *
   * @param tenant the one that the request is about
   */
  Reply send(Operation operation, Who who, String tenant) throws IOException, InterruptedException {
    return send(
        operation,
        who == Who.ANONYMOUS ? new Shown(http, Map.of()) : Shown.bearer(http, credential(who)),
        tenant);
  }

  /** Asks in the operation's protocol. */
  Reply send(Operation operation, Shown shown, String tenant)
      throws IOException, InterruptedException {
    return operation.protocol().send(this, operation, shown, tenant);
  }

  /**
   * Asks over HTTP.
   *
   * @param shown by who asks
   * @param tenant the one that the request is about
   */
  Reply request(Operation operation, Shown shown, String tenant)
      throws IOException, InterruptedException {
    String body =
        operation.body().replace(Operation.TENANT, tenant).replace(Operation.FOLDER, folder + "/");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(operation.path().replace(Operation.TENANT, tenant)))
            .timeout(TIMEOUT)
            .header("Tarn-Tenant", tenant)
            .header("X-Request-Id", "one-of-the-matrix")
            .method(
                operation.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    operation.headers().forEach(request::header);
    shown.headers().forEach(request::header);
    HttpResponse<InputStream> response =
        shown.http().send(request.build(), BodyHandlers.ofInputStream());
    boolean streams = response.headers().firstValue("Content-Type").orElse("").startsWith(EVENTS);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      return new Reply(
          response.statusCode(), response.headers().map(), streams ? event(reader) : all(reader));
    }
  }

  private static String all(BufferedReader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[8192];
    for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
      text.append(buffer, 0, read);
    }
    return text.toString();
  }

  /** A stream of events has no end: its first event is the answer. */
  private static String event(BufferedReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.startsWith(EVENT_DATA)) {
        break;
      }
    }
    return String.join("\n", lines);
  }

  /** Returns the status of a read. */
  int status(Shown shown, String path) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    shown.headers().forEach(request::header);
    return shown.http().send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  /** Returns the container. */
  ServletContext container() {
    return Objects.requireNonNull(
        ((ServletWebServerApplicationContext) context).getServletContext());
  }

  URI uri(String path) {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    context.close();
  }
}
