package dev.tarn.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream of events that a server sends. */
public final class Events implements AutoCloseable {
  private final BufferedReader reader;

  private Events(InputStream body) {
    this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  static Events open(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            request.header("Accept", "text/event-stream").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return new Events(response.body());
  }

  /** Reads until the stream says that it lives, with or without an event. */
  public void awaitSign() throws IOException {
    assertThat(reader.readLine()).as("the stream ended").isNotNull();
  }

  /** Reads to the end; returns what has come, without comments and empty lines. */
  public List<String> toEnd() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (!line.isEmpty() && !line.startsWith(":")) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
