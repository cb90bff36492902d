package dev.tarn.core.catalog;

import dev.tarn.core.change.Change;
import dev.tarn.core.merge.MergePlan;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.List;

/** Stands before the commit of a merge, or sees what it would be. */
@FunctionalInterface
interface MergeGate {
  /**
   * A merge that was worked out, has no open conflict and would change something.
   *
   * @param source the branch, and up to where it is merged
   * @param at the target's commit that the plan is for
   * @param theirs the source's state
   * @param ours the target's state
   */
  record Candidate(
      Scope source,
      CommitId sourceCommit,
      Scope target,
      CommitId at,
      MergePlan plan,
      StateSnapshot theirs,
      StateSnapshot ours) {}

  /**
   * Lets a merge pass. Asked again if the merge has to be worked out again.
   *
   * @return what is changed in the same commit; if someone else changes one of these assets
   *     meanwhile, the merge is worked out, and this asked, again
   * @throws dev.tarn.core.error.CatalogException if it is not to be done
   */
  List<Change.SetAsset> pass(Candidate candidate) throws IOException;
}
