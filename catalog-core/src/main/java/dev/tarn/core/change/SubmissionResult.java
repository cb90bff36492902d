package dev.tarn.core.change;

import dev.tarn.core.scope.CommitId;
import java.util.List;

/**
 * What became of a submission.
 *
 * @param commit the commit that made it visible; where nothing was applied, one at which the answer
 *     held
 * @param results one per change, in order
 */
public record SubmissionResult(CommitId commit, List<ChangeResult> results) {
  public SubmissionResult {
    results = List.copyOf(results);
  }
}
