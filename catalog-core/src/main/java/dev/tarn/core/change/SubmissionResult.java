package dev.tarn.core.change;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.table.PointerResult;
import java.util.List;

/**
 * What became of a submission.
 *
 * @param commit the commit that made it visible; where nothing was applied, one at which the answer
 *     held
 * @param results one per change, in order
 * @param pointers one per pointer change, in order
 */
public record SubmissionResult(
    CommitId commit, List<ChangeResult> results, List<PointerResult> pointers) {
  public SubmissionResult {
    results = List.copyOf(results);
    pointers = List.copyOf(pointers);
  }
}
