package dev.tarn.benchmarks.search;

import dev.tarn.core.asset.Asset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A query, and which assets answer it how well.
 *
 * @param grades from 1 to 3, by {@code type:qualifiedName}; all other assets have 0
 */
public record JudgedQuery(String query, Map<String, Integer> grades) {
  /** How many of the hits count. */
  public static final int DEPTH = 10;

  private static final int MAX_GRADE = 3;

  public JudgedQuery {
    grades = Map.copyOf(grades);
    if (grades.isEmpty() || grades.values().stream().anyMatch(g -> g < 1 || g > MAX_GRADE)) {
      throw new IllegalArgumentException("grades are from 1 to " + MAX_GRADE + ": " + query);
    }
  }

  /**
   * Reads a file of judged queries beside this class: a query on a line, then indented lines of a
   * grade and an asset each; {@code #} begins a comment.
   */
  public static List<JudgedQuery> read(String name) throws IOException {
    InputStream file = Objects.requireNonNull(JudgedQuery.class.getResourceAsStream(name), name);
    List<JudgedQuery> queries = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      String query = "";
      Map<String, Integer> grades = new LinkedHashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(" ")) {
          String judgment = line.strip();
          grades.put(judgment.substring(2), Integer.parseInt(judgment.substring(0, 1)));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          if (!grades.isEmpty()) {
            queries.add(new JudgedQuery(query, grades));
          }
          query = line;
          grades = new LinkedHashMap<>();
        }
      }
      queries.add(new JudgedQuery(query, grades));
    }
    return queries;
  }

  /** Returns how an asset is named in judgments. */
  public static String name(Asset asset) {
    return asset.type() + ":" + asset.qualifiedName();
  }

  /**
   * Returns the normalised discounted cumulative gain of the first hits (Järvelin and Kekäläinen,
   * 2002), with the gain of a grade being 2 to its power, less 1: 1 for the best order there is.
   */
  public double gain(List<String> hits) {
    List<Integer> found = hits.stream().map(hit -> grades.getOrDefault(hit, 0)).toList();
    List<Integer> best = grades.values().stream().sorted(Comparator.reverseOrder()).toList();
    return discounted(found) / discounted(best);
  }

  private static double discounted(List<Integer> grades) {
    double sum = 0;
    for (int i = 0; i < Math.min(DEPTH, grades.size()); i++) {
      sum += (Math.pow(2, grades.get(i)) - 1) * Math.log(2) / Math.log(i + 2);
    }
    return sum;
  }

  /** Returns 1 divided by the place of the first hit with the best grade; 0 if there is none. */
  public double reciprocalRank(List<String> hits) {
    int best = grades.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    for (int i = 0; i < Math.min(DEPTH, hits.size()); i++) {
      if (grades.getOrDefault(hits.get(i), 0) == best) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }
}
