package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.testkit.InMemoryStateIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A subscription to which nothing happens for longer than requests otherwise may take. */
class IdleSubscriptionTest {
  private static final int SIGNS = 20;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TestServer server;
  private GraphqlClient graphql;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            InMemoryStateIndex.indexes(),
            Map.of(
                "spring.mvc.async.request-timeout",
                "50ms",
                "tarn.rest.feed.heartbeat",
                "100ms",
                "tarn.rest.feed.max-followers",
                1));
    graphql = new GraphqlClient(server.newTenant("idle"));
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void stop() {
    server.close();
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private BufferedReader subscribe(String kind) throws IOException {
    String query =
        "{\"query\": \"subscription { changes(kinds: [\\\"" + kind + "\\\"]) { key } }\"}";
    HttpResponse<InputStream> stream =
        graphql
            .client()
            .with("Accept", "text/event-stream")
            .with("Content-Type", "application/json")
            .stream("POST", "/graphql", BodyPublishers.ofString(query));
    return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
  }

  @Test
  void livesUntilItsClientGoesAndIsNoDefect() throws IOException {
    try (BufferedReader in = subscribe("asset")) {
      for (int sign = 0; sign < SIGNS; sign++) {
        assertThat(nextLine(in)).startsWith(":");
      }
      var unused = graphql.bulk("{\"type\": \"table\", \"qualifiedName\": \"one\"}");
      String line = nextLine(in);
      while (line.startsWith(":")) {
        line = nextLine(in);
      }
      assertThat(line).isEqualTo("event:next");
    }
    // There is one place; who has gone leaves it as soon as a sign of life does not reach them.
    String first;
    do {
      try (BufferedReader in = subscribe("asset-type")) {
        first = nextLine(in);
      }
    } while (!first.startsWith(":"));
    List<ILoggingEvent> said = List.copyOf(log.list);
    assertThat(said).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private static String nextLine(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && line.isEmpty()) {
      line = in.readLine();
    }
    assertThat(line).as("the stream ended").isNotNull();
    return line;
  }
}
