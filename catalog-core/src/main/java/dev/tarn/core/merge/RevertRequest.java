package dev.tarn.core.merge;

import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import java.util.Map;

/**
 * A wish to take back what a commit has changed.
 *
 * @param branch that has the commit
 * @param commit a merge or any other
 * @param choices as of a {@link MergeRequest}: {@code THEIRS} is what was before the commit
 * @param strategy for conflicts without a choice
 * @param dryRun whether to say only what would happen
 * @param context who takes it back, and why; its source is not taken
 */
public record RevertRequest(
    BranchName branch,
    CommitId commit,
    Map<String, Side> choices,
    ConflictStrategy strategy,
    boolean dryRun,
    ChangeContext context) {
  public RevertRequest {
    choices = Map.copyOf(choices);
  }
}
