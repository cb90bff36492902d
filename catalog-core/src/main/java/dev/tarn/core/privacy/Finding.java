package dev.tarn.core.privacy;

import java.util.List;
import java.util.Map;

/**
 * What one place holds of a person.
 *
 * @param place such as {@code changes.actor}
 * @param count of values there, in all files; a value that is in more than one file counts for each
 * @param samples some of them, cut to where the person is named
 * @param isReplaced whether a replacement would reach it
 */
public record Finding(String place, long count, List<String> samples, boolean isReplaced) {
  /** The most samples of one place. */
  public static final int MAX_SAMPLES = 5;

  public Finding {
    samples = List.copyOf(samples);
  }

  /**
   * Returns what a store holds that a replacement reaches.
   *
   * @param store goes before each place
   * @param texts what was found, by place
   */
  public static List<Finding> replaceable(String store, Map<String, List<String>> texts) {
    return texts.entrySet().stream()
        .map(
            place -> {
              List<String> found = place.getValue();
              return new Finding(
                  store + place.getKey(),
                  found.size(),
                  found.stream().distinct().limit(MAX_SAMPLES).toList(),
                  true);
            })
        .toList();
  }
}
