package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to a server, with the same headers on every request. */
record Client(URI server, Map<String, String> headers) {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** What came back. */
  record Answer(HttpResponse<String> response) {
    Answer expect(int status) {
      assertThat(response.statusCode())
          .withFailMessage(() -> response + "\n" + response.body())
          .isEqualTo(status);
      return this;
    }

    /** Expects an error in its due form. */
    JsonNode problem(int status, String code) {
      expect(status);
      assertThat(header("Content-Type")).startsWith("application/problem+json");
      JsonNode problem = json();
      assertThat(problem.path("code").asString()).isEqualTo(code);
      assertThat(problem.path("status").asInt()).isEqualTo(status);
      assertThat(problem.path("type").asString()).isEqualTo("urn:tarn:error:" + code);
      assertThat(problem.path("title").asString()).isNotEmpty();
      assertThat(problem.path("detail").asString()).isNotEmpty();
      assertThat(problem.path("requestId").asString()).isEqualTo(header("X-Request-Id"));
      return problem;
    }

    JsonNode json() {
      return MAPPER.readTree(response.body());
    }

    String text(String member) {
      return json().path(member).asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String commit() {
      return header("Tarn-Commit");
    }
  }

  Client with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Client(server, more);
  }

  /** Returns a client whose reads are at least as new as this write. */
  Client after(Answer write) {
    return with("Tarn-Min-Commit", write.commit());
  }

  /** Applies changes, one per line, and returns a client that sees them. */
  Client bulk(List<String> changes) {
    Answer answer =
        with("Content-Type", "application/x-ndjson")
            .send(
                "POST",
                "/api/v1/bulk?results=rejected",
                BodyPublishers.ofString(String.join("\n", changes)))
            .expect(200);
    JsonNode end = answer.json();
    assertThat(end.path("done").asBoolean()).as(answer.response().body()).isTrue();
    return with("Tarn-Min-Commit", end.path("commit").asString());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Answer postJson(String path, String body) {
    return json("POST", path, body);
  }

  Answer json(String method, String path, String body) {
    return with("Content-Type", "application/json")
        .send(method, path, BodyPublishers.ofString(body));
  }

  Answer send(String method, String path, BodyPublisher body) {
    return new Answer(exchange(method, path, body, BodyHandlers.ofString()));
  }

  HttpResponse<InputStream> stream(String method, String path, BodyPublisher body) {
    return exchange(method, path, body, BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> exchange(
      String method, String path, BodyPublisher body, HttpResponse.BodyHandler<T> handler) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(Duration.ofSeconds(120))
            .method(method, body);
    headers.forEach(request::header);
    try {
      return HTTP.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
