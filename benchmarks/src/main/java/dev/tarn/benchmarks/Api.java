package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;

/** A client of the REST API that fails on every answer that is not 2xx. */
final class Api {
  static final JsonMapper JSON = new JsonMapper();
  private static final int ERRORS_FROM = 300;

  private final URI server;
  private final String tenant;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Api(URI server) {
    this(server, "default");
  }

  private Api(URI server, String tenant) {
    this.server = server;
    this.tenant = tenant;
  }

  /** Returns a client of another tenant. */
  Api ofTenant(String other) {
    return new Api(server, other);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(path));
  }

  String text(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  /** Reads once the server's index shows the commit. */
  String textAtLeast(String path, String commit) throws IOException, InterruptedException {
    return send(request(path).header("Tarn-Min-Commit", commit).build());
  }

  String post(String path, String contentType, byte[] body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  void delete(String path) throws IOException, InterruptedException {
    var _ = send(request(path).DELETE().build());
  }

  /** Returns the sum of all samples of a metric whose line contains the text. */
  double metric(String name, String containing) throws IOException, InterruptedException {
    return text("/actuator/prometheus")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(containing))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path))
        .header("Authorization", ServerProcess.adminAuthorization())
        .header("Tarn-Tenant", tenant);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= ERRORS_FROM) {
      throw new IOException(
          request.method()
              + " "
              + request.uri()
              + ": "
              + response.statusCode()
              + " "
              + response.body());
    }
    return response.body();
  }
}
