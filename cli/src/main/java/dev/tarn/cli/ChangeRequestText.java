package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.cli.Console.Style;
import java.util.List;
import java.util.stream.Collectors;

/** How a change request reads. */
final class ChangeRequestText {
  /** The most findings of a check that are printed; {@code --json} has more. */
  private static final int MAX_FINDINGS = 10;

  private ChangeRequestText() {}

  static void print(Console console, JsonNode request, boolean json) {
    if (json) {
      console.json(request);
      return;
    }
    console.line(
        console.styled(Style.BOLD, Json.text(request, "name"))
            + "  "
            + Console.printable(Json.text(request, "title")));
    Table table = new Table("", "");
    row(table, "state", Json.text(request, "state"));
    row(table, "merges", Json.text(request, "source") + " into " + Json.text(request, "target"));
    row(table, "author", Json.text(request, "author"));
    row(table, "reviewers", names(request, "reviewers"));
    String wanted = Json.text(request, "requiredApprovals");
    row(
        table,
        "approvals",
        Json.text(request, "approvals") + (wanted.equals("0") ? "" : " of " + wanted));
    row(table, "wants changes", names(request, "objectors"));
    row(table, "head", Json.text(request, "head"));
    row(table, "merged", Json.text(request, "mergedSource"));
    row(table, "description", Json.text(request, "description"));
    table.print(console);
    for (JsonNode review : Json.elements(request, "reviews")) {
      said(
          console,
          Json.text(review, "reviewer"),
          Json.text(review, "verdict") + (review.path("current").asBoolean() ? "" : " (stale)"),
          Json.text(review, "text"));
    }
    for (JsonNode comment : Json.elements(request, "comments")) {
      said(console, Json.text(comment, "author"), "comment", Json.text(comment, "text"));
    }
    checks(console, request);
  }

  static String names(JsonNode request, String member) {
    return Json.elements(request, member).stream()
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  private static void row(Table table, String name, String value) {
    if (!value.isEmpty()) {
      table.row(name, value);
    }
  }

  private static void said(Console console, String who, String what, String text) {
    console.line(
        Console.printable(who + ": " + what)
            + (text.isEmpty() ? "" : "  " + Console.printable(text)));
  }

  static void checks(Console console, JsonNode request) {
    for (JsonNode check : Json.elements(request, "checks")) {
      boolean passed = check.path("passed").asBoolean();
      console.line(
          console.styled(passed ? Style.GREEN : Style.RED, passed ? "passed" : "failed")
              + "  "
              + Json.text(check, "check")
              + (passed ? "" : ": " + Console.count(check.path("total").asLong()))
              + (check.path("current").asBoolean() ? "" : " (stale)"));
      List<JsonNode> findings = Json.elements(check, "findings");
      for (JsonNode finding : findings.subList(0, Math.min(MAX_FINDINGS, findings.size()))) {
        console.line(
            "  "
                + Console.printable(
                    Json.text(finding, "name") + ": " + Json.text(finding, "message")));
      }
      long left = check.path("total").asLong() - Math.min(MAX_FINDINGS, findings.size());
      if (left > 0) {
        console.line("  and " + Console.count(left) + " more");
      }
    }
  }
}
