package dev.tarn.core.merge;

import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.scope.BranchName;
import java.util.Map;

/**
 * A wish to take over what a branch has changed.
 *
 * @param source the branch with the changes, as it is
 * @param target the branch that is to have them
 * @param choices whose word counts, by the id of a conflict
 * @param strategy for conflicts without a choice
 * @param dryRun whether to say only what would happen
 * @param context who merges, and why; its source is not taken
 */
public record MergeRequest(
    BranchName source,
    BranchName target,
    Map<String, Side> choices,
    ConflictStrategy strategy,
    boolean dryRun,
    ChangeContext context) {
  public MergeRequest {
    choices = Map.copyOf(choices);
  }
}
