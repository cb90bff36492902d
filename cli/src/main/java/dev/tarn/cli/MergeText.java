package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a merge, in words. */
final class MergeText {
  private static final int MAX_SHOWN_CHARS = 40;

  private MergeText() {}

  /**
   * Says what became of it.
   *
   * @param done in words, such as {@code merged dev into main}
   */
  static ExitCode print(Console console, boolean json, JsonNode answer, String done) {
    String status = Json.text(answer, "status");
    ExitCode exit = status.equals("conflicting") ? ExitCode.CONFLICT : ExitCode.OK;
    if (json) {
      console.json(answer);
      return exit;
    }
    switch (status) {
      case "merged" -> console.line(done + " at " + Json.text(answer, "commit"));
      case "mergeable" -> console.line("nothing is in the way; this would change:");
      case "up-to-date" -> console.line("there is nothing to do");
      default ->
          console.line(
              Console.count(answer.path("open").asLong()) + " conflicts; nothing was changed");
    }
    counts(console, answer);
    conflicts(console, answer);
    return exit;
  }

  private static void counts(Console console, JsonNode answer) {
    Table table = new Table("KIND", "TYPE", "OPERATION", ">ENTITIES");
    for (JsonNode count : Json.elements(answer, "counts")) {
      table.row(
          Json.text(count, "kind"),
          Json.text(count, "type"),
          Json.text(count, "operation"),
          Console.count(count.path("entities").asLong()));
    }
    if (answer.path("tables").asLong() > 0) {
      table.row("committed tables", "", "", Console.count(answer.path("tables").asLong()));
    }
    if (!table.isEmpty()) {
      table.print(console);
    }
    long dropped = answer.path("dropped").asLong();
    if (dropped > 0) {
      console.line(Console.count(dropped) + " changes are left out: what they are about is gone");
    }
  }

  private static void conflicts(Console console, JsonNode answer) {
    Table table = new Table("CONFLICT", "OF", "FIELD", "BASE", "OURS", "THEIRS", "CHOSEN");
    for (JsonNode conflict : Json.elements(answer, "conflicts")) {
      table.row(
          Json.text(conflict, "id"),
          Json.text(conflict, "label"),
          Json.text(conflict, "field"),
          shown(conflict.path("base")),
          shown(conflict.path("ours")),
          shown(conflict.path("theirs")),
          Json.text(conflict, "chosen"));
    }
    if (!table.isEmpty()) {
      table.print(console);
    }
    if (answer.path("open").asLong() > 0) {
      console.line("resolve each with --choose CONFLICT=ours|theirs, or all with --strategy");
    }
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "-";
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
  }
}
