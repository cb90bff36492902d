package dev.tarn.iceberg.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a store and Nessie, and loses what it is told to. */
final class FaultProxy implements AutoCloseable {
  /** What happens to the next commit. */
  enum Fault {
    NONE,
    /** Nessie never sees it. */
    LOSE_REQUEST,
    /** Nessie commits it, and the answer is lost. */
    LOSE_ANSWER
  }

  private static final List<String> PASSED_ON =
      List.of("Content-Type", "Accept", "Nessie-Client-Spec");

  private final URI target;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);

  FaultProxy(URI target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target.getRawPath());
  }

  /** Sets what happens to the next commit; later ones are passed on. */
  void next(Fault fault) {
    next.set(fault);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean commit =
          exchange.getRequestMethod().equals("POST")
              && exchange.getRequestURI().getRawPath().endsWith("/history/commit");
      Fault fault = commit ? next.getAndSet(Fault.NONE) : Fault.NONE;
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (fault == Fault.LOSE_REQUEST) {
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      for (String header : PASSED_ON) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (fault == Fault.LOSE_ANSWER) {
        return;
      }
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      byte[] answer = response.body();
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }
}
