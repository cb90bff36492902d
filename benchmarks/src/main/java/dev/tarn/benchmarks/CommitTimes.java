package dev.tarn.benchmarks;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The server's own times of its commits, from its metrics; sums in seconds.
 *
 * @param steps by step of an append
 */
record CommitTimes(
    double commits, double changes, double resolve, double append, Map<String, Double> steps) {
  private static final List<String> STEPS =
      List.of("data", "manifests", "metadata", "journal", "nessie");
  private static final double MILLIS = 1_000;

  static CommitTimes read(Api api) throws IOException, InterruptedException {
    Map<String, Double> steps = new HashMap<>();
    for (String step : STEPS) {
      steps.put(step, api.metric("tarn_commit_step_seconds_sum", "step=\"" + step + "\""));
    }
    return new CommitTimes(
        api.metric("tarn_commit_append_seconds_count", ""),
        api.metric("tarn_commit_group_changes_sum", ""),
        api.metric("tarn_commit_resolve_seconds_sum", ""),
        api.metric("tarn_commit_append_seconds_sum", ""),
        steps);
  }

  CommitTimes minus(CommitTimes before) {
    Map<String, Double> difference = new HashMap<>();
    steps.forEach((step, sum) -> difference.put(step, sum - before.steps.getOrDefault(step, 0.0)));
    return new CommitTimes(
        commits - before.commits,
        changes - before.changes,
        resolve - before.resolve,
        append - before.append,
        difference);
  }

  double changesPerCommit() {
    return changes / commits;
  }

  double resolveMillis() {
    return resolve / commits * MILLIS;
  }

  double appendMillis() {
    return append / commits * MILLIS;
  }

  double stepMillis(String step) {
    return steps.getOrDefault(step, 0.0) / commits * MILLIS;
  }
}
