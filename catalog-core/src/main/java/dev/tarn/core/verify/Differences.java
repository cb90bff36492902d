package dev.tarn.core.verify;

import dev.tarn.core.verify.Difference.Problem;
import java.util.ArrayList;
import java.util.List;

/** Counts differences and keeps the first. Thread safe. */
final class Differences {
  private final int maxListed;
  private final List<Difference> listed = new ArrayList<>();
  private long count;

  Differences(int maxListed) {
    this.maxListed = maxListed;
  }

  synchronized void add(
      String kind, String key, String name, Problem problem, List<String> fields) {
    count++;
    if (listed.size() < maxListed) {
      listed.add(new Difference(kind, key, name, problem, fields));
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized List<Difference> listed() {
    return List.copyOf(listed);
  }
}
