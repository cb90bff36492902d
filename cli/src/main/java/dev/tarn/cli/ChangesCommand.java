package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tarn changes}: the feed of the change log. */
@Command(name = "changes", description = "Shows the changes of the branch, oldest first.")
final class ChangesCommand extends ApiCommand {
  private static final int PAGE_CHANGES = 1_000;

  /** How long the server holds a request that has no answer yet. */
  private static final Duration WAIT = Duration.ofSeconds(25);

  /** Beyond {@link #WAIT}, for the way there and back. */
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(40);

  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  @Option(
      names = "--after",
      paramLabel = "SEQ",
      description =
          "Only changes after this sequence number. Default: the beginning; with --follow, now.")
  @Nullable Long after;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C; reconnects where the server goes away.")
  boolean follow;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most N changes; not with --follow. Default: ${DEFAULT-VALUE}")
  int limit;

  ChangesCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode run(Api api, Console console) throws InterruptedException {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit is at least 1");
    }
    return follow ? follow(api, console) : page(api, console);
  }

  private ExitCode page(Api api, Console console) {
    Assets assets = new Assets(api);
    long position = after == null ? 0 : after;
    long left = limit;
    while (left > 0) {
      JsonNode page = read(api, position, (int) Math.min(left, PAGE_CHANGES), Duration.ZERO);
      List<JsonNode> entries = Json.elements(page, "items");
      if (json() && limit <= PAGE_CHANGES) {
        console.json(page);
        return ExitCode.OK;
      }
      entries.forEach(entry -> print(console, assets, entry));
      if (entries.isEmpty() || console.readerIsGone()) {
        return ExitCode.OK;
      }
      left -= entries.size();
      position = entries.getLast().path("seq").asLong();
    }
    return ExitCode.OK;
  }

  private ExitCode follow(Api api, Console console) throws InterruptedException {
    Assets assets = new Assets(api);
    Duration retry = FIRST_RETRY;
    boolean connected = true;
    @Nullable Long position = after;
    while (true) {
      try {
        if (position == null) {
          position = headSeq(api);
        }
        JsonNode page = read(api, position, PAGE_CHANGES, WAIT);
        if (!connected) {
          console.note("connected again");
          connected = true;
        }
        retry = FIRST_RETRY;
        for (JsonNode entry : Json.elements(page, "items")) {
          print(console, assets, entry);
          position = entry.path("seq").asLong();
        }
      } catch (CommandFailure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE && !isTransient(e)) {
          throw e;
        }
        if (connected) {
          console.note(e.getMessage() + "; trying again until Ctrl-C");
          connected = false;
        }
        if (root().isEndedWithin(retry)) {
          return ExitCode.OK;
        }
        retry =
            retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
      }
      if (console.readerIsGone() || root().isEndedWithin(Duration.ZERO)) {
        return ExitCode.OK;
      }
    }
  }

  /** A server that starts, stops or is busy says so with these; it is the same feed afterwards. */
  private static boolean isTransient(CommandFailure failure) {
    int status = failure.problem().path("status").asInt();
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private static long headSeq(Api api) {
    String head = Json.text(api.get("/api/v1/status", Api.query()), "head");
    int dash = head.indexOf('-');
    return dash > 0 ? Long.parseLong(head.substring(0, dash)) : 0;
  }

  private static JsonNode read(Api api, long position, int maxChanges, Duration wait) {
    Api.Query query = Api.query().with("after", position).with("limit", maxChanges);
    if (!wait.isZero()) {
      query.with("wait", wait.toSeconds() + "s");
    }
    return api.get("/api/v1/changes", query, WAIT_TIMEOUT);
  }

  private void print(Console console, Assets assets, JsonNode entry) {
    if (json()) {
      console.line(Json.compact(entry));
      return;
    }
    String operation = Json.text(entry, "operation");
    Console.Style style =
        switch (operation) {
          case "create", "restore" -> Console.Style.GREEN;
          case "delete" -> Console.Style.RED;
          default -> Console.Style.YELLOW;
        };
    String difference = Console.printable(Changes.difference(entry));
    console.line(
        String.format("%8s", Json.text(entry, "seq"))
            + "  "
            + console.styled(Console.Style.DIM, Json.text(entry, "committedAt"))
            + "  "
            + console.styled(style, String.format("%-7s", operation))
            + "  "
            + Console.printable(Changes.subject(entry, assets))
            + "  "
            + console.styled(
                Console.Style.DIM, "by " + Console.printable(Json.text(entry, "actor")))
            + (difference.isEmpty() ? "" : "  " + difference));
  }
}
