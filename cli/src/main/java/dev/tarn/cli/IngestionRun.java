package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** How an ingestion run reads. */
final class IngestionRun {
  /** The most rejections and kinds of unmapped things shown without {@code -v}. */
  private static final int MAX_LINES = 20;

  private IngestionRun() {}

  static boolean isFinished(JsonNode run) {
    return switch (Json.text(run, "status")) {
      case "queued", "running" -> false;
      default -> true;
    };
  }

  static ExitCode exitCode(JsonNode run) {
    if (!Json.text(run, "status").equals("succeeded")) {
      return ExitCode.FAILED;
    }
    return run.path("rejected").asLong() > 0 ? ExitCode.PARTIAL : ExitCode.OK;
  }

  static void print(Console console, JsonNode run, boolean verbose) {
    String status = Json.text(run, "status");
    String error = Json.text(run.path("error"), "detail");
    console.line(
        console.styled(status.equals("succeeded") ? Console.Style.GREEN : Console.Style.RED, status)
            + "  "
            + Json.text(run, "format")
            + (error.isEmpty() ? "" : "  " + Console.printable(error)));
    Table counts = new Table("", ">");
    for (String outcome : List.of("created", "updated", "unchanged", "deleted", "rejected")) {
      if (run.has(outcome)) {
        counts.row(outcome, Console.count(run.path(outcome).asLong()));
      }
    }
    long notMapped = 0;
    for (Map.Entry<String, JsonNode> what : run.path("notMapped").properties()) {
      notMapped += what.getValue().asLong();
    }
    counts.row("not mapped", Console.count(notMapped));
    counts.print(console, "  ");
    if (!isFinished(run) || notMapped == 0 && run.path("rejected").asLong() == 0) {
      return;
    }
    int maxLines = verbose ? Integer.MAX_VALUE : MAX_LINES;
    printRejections(console, run, maxLines);
    printNotMapped(console, run, maxLines);
  }

  private static void printRejections(Console console, JsonNode run, int maxLines) {
    List<JsonNode> rejections = Json.elements(run, "rejections");
    if (rejections.isEmpty()) {
      return;
    }
    console.line("rejected");
    Table table = new Table("", "", "");
    for (JsonNode rejection : rejections.subList(0, Math.min(rejections.size(), maxLines))) {
      String field = Json.text(rejection, "field");
      table.row(
          Json.text(rejection, "input") + ":" + Json.text(rejection, "line"),
          Json.text(rejection, "code"),
          (field.isEmpty() ? "" : field + ": ") + Json.text(rejection, "detail"));
    }
    table.print(console, "  ");
    long more = run.path("rejected").asLong() - Math.min(rejections.size(), maxLines);
    if (more > 0) {
      console.line("  and " + Console.count(more) + " more");
    }
  }

  private static void printNotMapped(Console console, JsonNode run, int maxLines) {
    Table table = new Table("", ">");
    int left = maxLines;
    int more = 0;
    for (Map.Entry<String, JsonNode> what : run.path("notMapped").properties()) {
      if (left-- > 0) {
        table.row(what.getKey(), Console.count(what.getValue().asLong()));
      } else {
        more++;
      }
    }
    if (!table.isEmpty()) {
      console.line("not mapped");
      table.print(console, "  ");
      if (more > 0) {
        console.line("  and " + Console.count(more) + " other kinds; all of them: -v");
      }
    }
  }
}
