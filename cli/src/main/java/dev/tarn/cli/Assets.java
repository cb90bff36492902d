package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;

/** How assets and what refers to them read. */
final class Assets {
  /** The most names that are remembered; the one longest unused is looked up again. */
  private static final int MAX_LABELS = 5_000;

  private final Api api;
  private final LinkedHashMap<String, String> labels = new LinkedHashMap<>(64, 0.75f, true);

  Assets(Api api) {
    this.api = api;
  }

  /** Returns {@code type:qualifiedName}, which finds the asset again. */
  static String typedName(JsonNode asset) {
    return Json.text(asset, "type") + ":" + Json.text(asset, "qualifiedName");
  }

  /** Returns the typed name of an asset; its id where it is gone. */
  String label(String id) {
    String known = labels.get(id);
    if (known != null) {
      return known;
    }
    String label;
    try {
      label = typedName(api.get("/api/v1/assets/" + Api.segment(id), Api.query()));
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.NOT_FOUND) {
        throw e;
      }
      label = id;
    }
    if (labels.size() == MAX_LABELS) {
      labels.pollFirstEntry();
    }
    labels.put(id, label);
    return label;
  }
}
