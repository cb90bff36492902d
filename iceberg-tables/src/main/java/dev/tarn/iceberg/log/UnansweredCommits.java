package dev.tarn.iceberg.log;

import dev.tarn.iceberg.nessie.NessieReferences;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Commits of one edit whose answers were lost. */
final class UnansweredCommits {
  private static final int MAX_LOOKED_UP_COMMITS = 1_000;

  private final Set<String> ids = new HashSet<>();

  void add(String commitId) {
    ids.add(commitId);
  }

  /** Returns whether one of them is on the branch, above a commit that they were based on. */
  boolean isOn(String reference, String baseHash, NessieReferences nessie) throws IOException {
    if (ids.isEmpty()) {
      return false;
    }
    boolean[] found = new boolean[1];
    int[] seen = new int[1];
    nessie
        .history()
        .log(
            reference,
            null,
            commit -> {
              found[0] = ids.contains(commit.properties().getOrDefault(BranchTables.COMMIT_ID, ""));
              return !found[0]
                  && !commit.hash().equals(baseHash)
                  && ++seen[0] < MAX_LOOKED_UP_COMMITS;
            });
    return found[0];
  }
}
