package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.sample.SampleCompany;
import dev.tarn.connectors.sample.SampleFile;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tarn demo}: fills a server that the launcher script has started beside this process.
 *
 * <p>The script owns the server; this command waits for it, loads the sample company where it is
 * not there yet, says what to look at, and ends.
 */
@Command(
    name = "demo",
    description = {
      "Runs the server with a sample company in it, until Ctrl-C or SIGTERM.",
      "What you change stays: the next start finds everything again."
    },
    sortOptions = false)
final class DemoCommand extends ApiCommand {
  private static final Duration POLL = Duration.ofMillis(200);

  /** A first start on a slow disk; a server that ends before that is noticed at once. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private static final int MAX_REASONS = 20;

  /** Of the sample company: with owners, terms and lineage on both sides. */
  private static final String EXAMPLE = "lake.core.fact_orders";

  private static final String EXAMPLE_TYPE = "table";

  /** Is in names, in columns and in descriptions of the sample company. */
  private static final String EXAMPLE_QUERY = "net revenue";

  private static final int EXAMPLE_HITS = 3;

  private static final int LOG_TAIL_LINES = 30;

  @Mixin ServerCommands.ServerOptions options = new ServerCommands.ServerOptions();

  @Option(names = "--server-pid", hidden = true)
  @Nullable Long serverPid;

  @Option(names = "--server-log", hidden = true)
  @Nullable Path serverLog;

  /** Where and since when the server starts. */
  private record ServerProcess(ProcessHandle handle, Path log) {}

  DemoCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) throws IOException, InterruptedException {
    Long pid = serverPid;
    Path log = serverLog;
    if (pid == null || log == null) {
      throw new CommandFailure(ExitCode.USAGE, "the demo is started by the script: ./tarn demo");
    }
    ServerProcess server =
        new ServerProcess(ProcessHandle.of(pid).orElseThrow(() -> ended(console, log)), log);
    awaitReady(api, console, server);
    List<Change> changes = SampleCompany.changes(SampleCompany.DEMO_SEED).toList();
    long startNanos = System.nanoTime();
    boolean found = isLoaded(api, changes);
    if (!found) {
      load(api, console, changes);
    }
    greet(api, console, log, found, Duration.ofNanos(System.nanoTime() - startNanos));
    return ExitCode.OK;
  }

  private void awaitReady(Api api, Console console, ServerProcess server)
      throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    if (!console.errIsTerminal()) {
      console.note("starting the server");
    }
    while (true) {
      Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
      if (!server.handle().isAlive()) {
        throw ended(console, server.log());
      }
      try {
        Readiness.ask(api);
        clearLine(console);
        return;
      } catch (CommandFailure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE && e.exitCode() != ExitCode.FAILED) {
          throw e;
        }
        if (waited.compareTo(START_TIMEOUT) > 0) {
          throw new CommandFailure(
              ExitCode.UNREACHABLE,
              "the server is not ready after "
                  + waited.toSeconds()
                  + " s; its log: "
                  + server.log(),
              e);
        }
      }
      if (console.errIsTerminal()) {
        console.err().print("\rstarting the server, " + waited.toSeconds() + " s");
        console.err().flush();
      }
      awaitEnd(server.handle());
    }
  }

  /** Waits a little, and less where the server ends. */
  private static void awaitEnd(ProcessHandle server) throws InterruptedException {
    try {
      server.onExit().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It lives.
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process has no failure", e);
    }
  }

  private static void clearLine(Console console) {
    if (console.errIsTerminal()) {
      console.err().print("\r\u001b[K");
      console.err().flush();
    }
  }

  private static CommandFailure ended(Console console, Path log) {
    clearLine(console);
    List<String> tail = List.of();
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
    } catch (IOException e) {
      // The message names the file, which is all that can be said.
    }
    return new CommandFailure(
        ExitCode.FAILED, "the server has ended; the last lines of its log, " + log + ":", tail);
  }

  /**
   * The company is loaded in order, so that its last asset was there once all of it was. It may be
   * deleted by now: what people do with the company stays.
   */
  private static boolean isLoaded(Api api, List<Change> changes) {
    for (Change change : changes.reversed()) {
      if (change instanceof Change.UpsertAsset last) {
        AssetId id = AssetId.derive(last.type(), last.qualifiedName());
        try {
          api.get("/api/v1/assets/" + id + "/history", Api.query().with("limit", 1));
          return true;
        } catch (CommandFailure e) {
          if (e.exitCode() != ExitCode.NOT_FOUND) {
            throw e;
          }
          return false;
        }
      }
    }
    return false;
  }

  private static void load(Api api, Console console, List<Change> changes) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    SampleFile.write(changes.iterator(), lines);
    List<JsonNode> answer;
    try (Progress progress = Progress.ofBytes(console, "sample company", lines.size())) {
      answer =
          api.bulk(
              "sample",
              new CountedBody(
                  BodyPublishers.ofByteArray(lines.toByteArray()),
                  sentBytes -> progress.to(sentBytes, lines.size())));
    }
    if (answer.size() != 1 || !answer.getFirst().path("done").asBoolean()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the sample company was not loaded",
          answer.stream().limit(MAX_REASONS).map(Json::compact).toList());
    }
    api.awaitCommit(answer.getFirst().path("commit").asText());
  }

  private void greet(Api api, Console console, Path log, boolean found, Duration taken) {
    JsonNode status = api.get("/api/v1/status", Api.query());
    long assets = 0;
    for (Map.Entry<String, JsonNode> type : status.path("assetCounts").properties()) {
      assets += type.getValue().asLong();
    }
    String server = api.server().toString();
    console.line(
        console.styled(Console.Style.BOLD, "Tarn is up")
            + ", with a sample company: "
            + Console.count(assets)
            + " assets, "
            + Console.count(status.path("relationships").asLong())
            + " relationships "
            + (found
                ? "(all found from before)."
                : "(loaded in " + Math.round(taken.toMillis() / 100.0) / 10.0 + " s)."));
    console.line("");
    Table open = new Table("", "");
    open.row("the API, to try out", server + "/swagger-ui.html");
    open.row("GraphQL", server + "/graphql");
    open.row("status", server + "/api/v1/status");
    open.row("admin key", options.data + "/admin-key");
    open.row("data", options.data);
    open.row("server log", log.toString());
    open.print(console, "  ");
    console.line("");
    String tarn = root().environment().getOrDefault("TARN_COMMAND", "./tarn");
    String where = server.endsWith(":8585") ? "" : " --server " + server;
    console.line("$ " + tarn + " search " + EXAMPLE_QUERY + " --limit " + EXAMPLE_HITS + where);
    new SearchPrinter(console, new Assets(api))
        .hits(SearchCommand.firstPage(api, EXAMPLE_QUERY, EXAMPLE_HITS));
    console.line("");
    showLineage(api, console, tarn, where);
    console.line("Try, in another terminal:");
    Table next = new Table("", "");
    next.row(tarn + " show " + EXAMPLE + where, "all about one asset");
    next.row(tarn + " lineage " + EXAMPLE + " --summary" + where, "what a change of it reaches");
    next.row(tarn + " search owner:controlling --facet type" + where, "fields, and counts");
    next.row(tarn + " suggest fact_o" + where, "names that begin so");
    next.row(tarn + " changes --follow" + where, "what happens, as it does");
    next.print(console, "  ");
    console.line("");
    console.line("Ctrl-C stops it.");
  }

  /** People may have deleted the example: what they do with the company stays. */
  private static void showLineage(Api api, Console console, String tarn, String where) {
    Optional<JsonNode> example = new Names(api).byName(EXAMPLE_TYPE, EXAMPLE);
    if (example.isEmpty()) {
      return;
    }
    console.line("$ " + tarn + " lineage " + EXAMPLE + " --upstream" + where);
    new LineageTree(
            api.get(
                LineageCommand.PATH,
                Api.query()
                    .with("asset", Json.text(example.get(), "id"))
                    .with("direction", "upstream")),
            console)
        .print();
    console.line("");
  }
}
