package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tarn.testkit.ServerProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One asset by id and by name over HTTP. */
@Command(
    name = "point-reads",
    description = "Reads of one asset by id and by name over HTTP, at a million assets.",
    mixinStandardHelpOptions = true)
final class PointReads implements Callable<Integer> {
  private static final int[] CLIENTS = {1, 16};
  private static final int SAMPLE = 20_000;
  private static final int PAGE = 1_000;
  private static final int OK = 200;

  @Mixin private Setup setup = new Setup();

  @Option(names = "--assets", description = "How many. Default: 1000000.", defaultValue = "1000000")
  private long assets;

  @Option(
      names = "--seconds",
      description = "Seconds of each measurement, after as many to warm up. Default: 10.",
      defaultValue = "10")
  private int seconds;

  private record Named(String id, String byName) {}

  @Override
  public Integer call() throws Exception {
    Path folder = setup.loadedFolder(assets);
    Report report =
        new Report(
            "Point reads over HTTP at " + assets + " assets",
            "read",
            "clients",
            "reads/s",
            "p50 ms",
            "p99 ms");
    try (ServerProcess server = setup.start(folder)) {
      Api api = new Api(server.uri());
      List<Named> sample = sample(api);
      for (int clients : CLIENTS) {
        measure(report, "by id", clients, api, sample, true);
        measure(report, "by name", clients, api, sample, false);
      }
      limit(report, api.text("/api/v1/assets/" + sample.getFirst().id()));
    }
    report.print();
    return 0;
  }

  private void measure(
      Report report, String what, int clients, Api api, List<Named> sample, boolean byId)
      throws Exception {
    Load.Request request =
        (client, number) -> {
          Named one = sample.get(new Random(client * 31L + number).nextInt(sample.size()));
          api.text(byId ? "/api/v1/assets/" + one.id() : one.byName());
        };
    Load.run(clients, Duration.ofSeconds(seconds), request);
    row(report, what, clients, Load.run(clients, Duration.ofSeconds(seconds), request));
  }

  private static void row(Report report, String what, int clients, Load.Result result) {
    report.row(
        what,
        clients,
        result.perSecond(),
        Latency.millis(result.nanos(), 50),
        Latency.millis(result.nanos(), 99));
  }

  /** The same answer from a server that does nothing: what HTTP and this client cost alone. */
  private void limit(Report report, String answer) throws Exception {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    HttpServer bare =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    bare.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    bare.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(OK, bytes.length);
          try (var body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
    bare.start();
    try {
      Api api = new Api(URI.create("http://127.0.0.1:" + bare.getAddress().getPort()));
      for (int clients : CLIENTS) {
        Load.Request request = (client, number) -> api.text("/");
        Load.run(clients, Duration.ofSeconds(seconds), request);
        row(
            report,
            "the limit: a bare HTTP server",
            clients,
            Load.run(clients, Duration.ofSeconds(seconds), request));
      }
    } finally {
      bare.stop(0);
    }
  }

  /** Returns assets spread over the whole list. */
  private static List<Named> sample(Api api) throws Exception {
    List<Named> sample = new ArrayList<>();
    for (String type : List.of("column", "table")) {
      String cursor = "";
      int ofType = 0;
      do {
        JsonNode page = api.get("/api/v1/assets?type=" + type + "&limit=" + PAGE + cursor);
        for (JsonNode asset : page.path("items")) {
          sample.add(
              new Named(
                  asset.path("id").asText(),
                  "/api/v1/assets/by-name?type="
                      + type
                      + "&qualifiedName="
                      + encode(asset.path("qualifiedName").asText())));
          ofType++;
        }
        cursor = "&cursor=" + encode(page.path("next").asText());
      } while (ofType < SAMPLE / 2 && !cursor.equals("&cursor="));
    }
    return sample;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
