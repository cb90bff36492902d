package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** How much is reached, for people. */
final class ImpactSummaryText {
  private static final Map<String, String> GROUPINGS =
      Map.of("byType", "type", "byOwner", "owner", "byDomain", "domain");
  private static final List<String> ORDER = List.of("byType", "byOwner", "byDomain");

  /** The most groups of one field; the others are counted together. */
  private static final int MAX_GROUPS = 20;

  private ImpactSummaryText() {}

  static void print(JsonNode summary, Console console) {
    console.line(
        console.styled(
            Console.Style.BOLD,
            "%s assets, up to %s steps away"
                .formatted(Json.text(summary, "assets"), Json.text(summary, "depth"))));
    Table table = new Table("", ">", "");
    for (String grouping : ORDER) {
      addTo(table, GROUPINGS.getOrDefault(grouping, grouping), summary.path(grouping));
    }
    table.print(console, "  ");
  }

  private static void addTo(Table table, String field, JsonNode grouping) {
    List<JsonNode> groups = Json.elements(grouping, "groups");
    for (JsonNode group : groups.subList(0, Math.min(MAX_GROUPS, groups.size()))) {
      table.row(field, Json.text(group, "count"), Json.text(group, "label"));
    }
    long others = grouping.path("otherGroups").asLong() + Math.max(0, groups.size() - MAX_GROUPS);
    if (others > 0) {
      table.row(field, "", "and " + others + " more; --json has them");
    }
    if (grouping.path("without").asLong() > 0) {
      table.row(field, Json.text(grouping, "without"), "(none)");
    }
  }
}
