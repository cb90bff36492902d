package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is around an asset, as a tree on each side. An asset that several ways lead to is shown with
 * what is behind it once; what is left out is said where it is.
 */
final class LineageTree {
  private static final List<String> SIDES = List.of("upstream", "downstream");

  private final JsonNode answer;
  private final Console console;
  private final Map<String, JsonNode> assets = new HashMap<>();

  /** What comes next after an asset, by side and id. */
  private final Map<String, List<String>> next = new HashMap<>();

  /** What is left out, by side and id. */
  private final Map<String, JsonNode> left = new HashMap<>();

  LineageTree(JsonNode answer, Console console) {
    this.answer = answer;
    this.console = console;
  }

  void print() {
    Set<String> onSide = new HashSet<>();
    List<String> starts = new ArrayList<>();
    for (JsonNode node : Json.elements(answer, "nodes")) {
      String id = Json.text(node.path("asset"), "id");
      assets.put(id, node.path("asset"));
      if (node.has("direction")) {
        onSide.add(Json.text(node, "direction") + id);
      } else {
        starts.add(id);
        SIDES.forEach(side -> onSide.add(side + id));
      }
      for (JsonNode truncated : Json.elements(node, "truncated")) {
        left.put(Json.text(truncated, "direction") + id, truncated);
      }
    }
    for (JsonNode edge : Json.elements(answer, "edges")) {
      link("downstream", Json.text(edge, "source"), Json.text(edge, "target"), onSide);
      link("upstream", Json.text(edge, "target"), Json.text(edge, "source"), onSide);
    }
    for (String start : starts) {
      print(start);
    }
    if (answer.has("columns")) {
      console.line(more(answer.path("columns"), "columns "));
    }
    if (starts.isEmpty()) {
      console.note("there is nothing to begin at: the asset has no columns");
    } else if (!answer.path("complete").asBoolean()) {
      console.note("something is left out; the same command with --cursor goes on there");
    }
  }

  private void link(String side, String from, String to, Set<String> onSide) {
    if (onSide.contains(side + from) && onSide.contains(side + to)) {
      List<String> all = next.computeIfAbsent(side + from, any -> new ArrayList<>());
      // Relationships of several types lead to one asset.
      if (!all.contains(to)) {
        all.add(to);
      }
    }
  }

  private void print(String start) {
    console.line(console.styled(Console.Style.BOLD, label(start)));
    boolean alone = true;
    for (String side : SIDES) {
      if (next.containsKey(side + start) || left.containsKey(side + start)) {
        alone = false;
        console.line(console.styled(Console.Style.CYAN, side));
        Set<String> shown = new HashSet<>(List.of(start));
        children(side, start, "", shown);
      }
    }
    if (alone) {
      console.line("  nothing upstream or downstream that was asked for");
    }
  }

  private void children(String side, String id, String indent, Set<String> shown) {
    List<String> children = next.getOrDefault(side + id, List.of());
    JsonNode rest = left.get(side + id);
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1 && rest == null;
      String child = children.get(i);
      boolean first = shown.add(child);
      boolean leadsOn = next.containsKey(side + child) || left.containsKey(side + child);
      console.line(
          indent + (last ? "└─ " : "├─ ") + label(child) + (first || !leadsOn ? "" : "  (above)"));
      if (first) {
        children(side, child, indent + (last ? "   " : "│  "), shown);
      }
    }
    if (rest != null) {
      console.line(indent + "└─ " + more(rest, ""));
    }
  }

  private static String more(JsonNode truncated, String what) {
    return "… %s more %s(%s)  --cursor %s"
        .formatted(
            Json.text(truncated, "more"),
            what,
            Json.text(truncated, "reason"),
            Json.text(truncated, "cursor"));
  }

  private String label(String id) {
    JsonNode asset = assets.get(id);
    return Console.printable(asset == null ? id : LineageCommand.label(asset));
  }
}
