package dev.tarn.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.testkit.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of one server, tenant and branch. */
public final class Client {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BOUNDARY = "tarn-test-boundary";
  private static final String LINE_END = "\r\n";

  /** An answer. */
  public record Answer(int status, HttpResponse<String> response) {
    public JsonNode json() throws IOException {
      return JSON.readTree(response.body());
    }

    public String text() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public Answer expect(int wanted) {
      assertThat(status).as(response.uri() + ": " + response.body()).isEqualTo(wanted);
      return this;
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Map<String, String> headers;

  public Client(URI server) {
    this(server, Map.of("Authorization", ServerProcess.adminAuthorization()));
  }

  private Client(URI server, Map<String, String> headers) {
    this.server = server;
    this.headers = headers;
  }

  public Client with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Client(server, more);
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  public Answer post(String path, String json) throws IOException, InterruptedException {
    return post(path, "application/json", json);
  }

  Answer post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer patch(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Uploads files for an import. */
  Answer upload(String format, List<Path> files) throws IOException, InterruptedException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "name=\"format\"", format.getBytes(StandardCharsets.UTF_8));
    for (Path file : files) {
      part(
          form,
          "name=\"files\"; filename=\"" + file.getFileName() + "\"",
          Files.readAllBytes(file));
    }
    form.writeBytes(("--" + BOUNDARY + "--" + LINE_END).getBytes(StandardCharsets.UTF_8));
    return send(
        request("/api/v1/ingestion")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())));
  }

  private static void part(ByteArrayOutputStream form, String disposition, byte[] content) {
    String head =
        "--"
            + BOUNDARY
            + LINE_END
            + "Content-Disposition: form-data; "
            + disposition
            + LINE_END
            + "Content-Type: application/octet-stream"
            + LINE_END
            + LINE_END;
    form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    form.writeBytes(content);
    form.writeBytes(LINE_END.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns every change of the log after a sequence number. */
  public List<JsonNode> changes(long after) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    long seq = after;
    while (true) {
      JsonNode page = get("/api/v1/changes?limit=1000&after=" + seq).expect(200).json();
      if (page.path("items").isEmpty()) {
        return all;
      }
      for (JsonNode change : page.path("items")) {
        all.add(change);
        seq = change.path("seq").asLong();
      }
    }
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response);
  }
}
