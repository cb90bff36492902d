package dev.tarn.iceberg.privacy;

import dev.tarn.core.privacy.Finding;
import dev.tarn.core.privacy.NameReplacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a person was seen, counted by place. Of one thread. */
final class Sightings {
  private static final int SAMPLE_BEFORE = 30;
  private static final int SAMPLE_CHARS = 100;

  private final NameReplacer names;
  private final Map<String, Place> replaced = new TreeMap<>();
  private final Map<String, Place> kept = new TreeMap<>();

  private static final class Place {
    private long count;
    private final List<String> samples = new ArrayList<>();
  }

  Sightings(NameReplacer names) {
    this.names = names;
  }

  /** Something that a replacement reaches. */
  void replaced(String place, String text) {
    add(replaced, place, text);
  }

  /** Something that names the person and stays. */
  void kept(String place, String text) {
    add(kept, place, text);
  }

  private void add(Map<String, Place> places, String name, String text) {
    Place place = places.computeIfAbsent(name, any -> new Place());
    place.count++;
    if (place.samples.size() < Finding.MAX_SAMPLES) {
      Integer at = names.find(text);
      int from = at == null ? 0 : Math.max(0, at - SAMPLE_BEFORE);
      String sample = text.substring(from, Math.min(text.length(), from + SAMPLE_CHARS));
      if (!place.samples.contains(sample)) {
        place.samples.add(sample);
      }
    }
  }

  /** Returns how often something was seen that a replacement reaches. */
  long replaceable() {
    return replaced.values().stream().mapToLong(place -> place.count).sum();
  }

  List<Finding> replaceableFindings() {
    return findings(replaced, true);
  }

  List<Finding> keptFindings() {
    return findings(kept, false);
  }

  /** Returns all, those that a replacement reaches first. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(replaceableFindings());
    all.addAll(keptFindings());
    return all;
  }

  private static List<Finding> findings(Map<String, Place> places, boolean isReplaced) {
    return places.entrySet().stream()
        .map(
            place ->
                new Finding(
                    place.getKey(), place.getValue().count, place.getValue().samples, isReplaced))
        .toList();
  }
}
