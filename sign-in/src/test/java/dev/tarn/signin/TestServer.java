package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.control.ControlDatabase;
import dev.tarn.control.ControlSettings;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.TenantId;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.signin.key.AdminKey;
import dev.tarn.signin.key.ApiKeys;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A server with sign-in on a free port of 127.0.0.1; it has the tenants {@code one} and {@code
 * two}.
 */
public final class TestServer implements AutoCloseable {
  public static final String ADMIN_KEY = "an-admin-key-of-a-server-in-a-test";

  private static final JsonMapper JSON = new JsonMapper();

  private final ConfigurableApplicationContext context;
  private final ControlDatabase database;
  private final SetClock clock;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestServer(
      ConfigurableApplicationContext context, ControlDatabase database, SetClock clock) {
    this.context = context;
    this.database = database;
    this.clock = clock;
  }

  public static TestServer start(Path folder, Map<String, String> settings) throws IOException {
    SetClock clock = new SetClock(Instant.now());
    ControlDatabase database = ControlDatabase.open(ControlSettings.embedded(folder));
    Map<String, Object> properties = new TreeMap<>(settings);
    properties.put("server.address", "127.0.0.1");
    properties.put("server.port", 0);
    properties.put("spring.threads.virtual.enabled", true);
    properties.put("spring.main.banner-mode", "off");
    properties.put("tarn.rest.work-directory", folder.resolve("work").toString());
    TestServer server =
        new TestServer(
            new SpringApplicationBuilder(TestApplication.class)
                .initializers(
                    fresh -> {
                      fresh
                          .getBeanFactory()
                          .registerSingleton(
                              "indexes",
                              new LuceneStateIndexes(
                                  folder.resolve("index"), LuceneIndexSettings.defaults()));
                      fresh.getBeanFactory().registerSingleton("controlDatabase", database);
                      fresh.getBeanFactory().registerSingleton("clock", clock);
                    })
                .properties(properties)
                .run(),
            database,
            clock);
    AdminKey.ensure(
        server.bean(ApiKeys.class),
        ADMIN_KEY,
        folder.resolve("data"),
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Catalog catalog = server.bean(Catalog.class);
    catalog.createTenant(Actor.SYSTEM, new TenantId("one"));
    catalog.createTenant(Actor.SYSTEM, new TenantId("two"));
    return server;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public SetClock clock() {
    return clock;
  }

  public URI uri() {
    return URI.create(
        "http://127.0.0.1:"
            + ((ServletWebServerApplicationContext) context).getWebServer().getPort());
  }

  /** An answer. */
  public record Answer(int status, HttpResponse<String> response) {
    public Answer expect(int wanted) {
      assertThat(status).as(response.uri() + ": " + response.body()).isEqualTo(wanted);
      return this;
    }

    public JsonNode json() throws IOException {
      return JSON.readTree(response.body());
    }

    public String text(String member) throws IOException {
      return json().path(member).asText();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** A client with a credential, of one tenant. */
  public final class Client {
    private final @Nullable String credential;
    private final String tenant;

    private Client(@Nullable String credential, String tenant) {
      this.credential = credential;
      this.tenant = tenant;
    }

    public Answer get(String path) throws IOException, InterruptedException {
      return send("GET", path, null);
    }

    public Answer post(String path, String json) throws IOException, InterruptedException {
      return send("POST", path, json);
    }

    public Answer delete(String path) throws IOException, InterruptedException {
      return send("DELETE", path, null);
    }

    public Answer send(String method, String path, @Nullable String json)
        throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri().resolve(path)).header("Tarn-Tenant", tenant);
      if (credential != null) {
        request.header("Authorization", "Bearer " + credential);
      }
      if (json != null) {
        request.header("Content-Type", "application/json");
      }
      HttpResponse<String> response =
          http.send(
              request
                  .method(
                      method,
                      json == null
                          ? HttpRequest.BodyPublishers.noBody()
                          : HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    }
  }

  /** Opens a stream of events with a credential, of the tenant {@code one}. */
  public Events events(String credential, String path) throws IOException, InterruptedException {
    return Events.open(http, request(credential, path));
  }

  /** Opens a subscription to changes with a credential, of the tenant {@code one}. */
  public Events subscription(String credential) throws IOException, InterruptedException {
    return Events.open(
        http,
        request(credential, "/graphql")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"query\": \"subscription { changes { seq } }\"}")));
  }

  private HttpRequest.Builder request(String credential, String path) {
    return HttpRequest.newBuilder(uri().resolve(path))
        .header("Tarn-Tenant", "one")
        .header("Authorization", "Bearer " + credential);
  }

  /** Returns a client; null for one without a credential. */
  public Client client(@Nullable String credential, String tenant) {
    return new Client(credential, tenant);
  }

  /** Returns a client of a new key. */
  public Client keyOf(String tenant, String actor, String role)
      throws IOException, InterruptedException {
    return client(newKey(tenant, actor, role).text("key"), tenant);
  }

  /** Makes a key. */
  public Answer newKey(String tenant, String actor, String role)
      throws IOException, InterruptedException {
    return client(ADMIN_KEY, tenant)
        .post("/api/v1/keys", "{\"actor\": \"" + actor + "\", \"roles\": [\"" + role + "\"]}")
        .expect(201);
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }
}
