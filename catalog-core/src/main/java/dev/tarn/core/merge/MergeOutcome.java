package dev.tarn.core.merge;

import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.scope.CommitId;
import java.util.List;
import java.util.Locale;

/**
 * What became of a merge or a revert, or would.
 *
 * @param commit the target's newest: that of the merge, if it was done
 * @param base what both sides had in common
 * @param source up to where the changes were taken
 * @param summary of what is changed, by type and operation
 * @param tables how many names of tables, views and namespaces are changed
 * @param dropped changes that are left out, since what they are about is gone
 * @param conflicts all that there are, decided or not
 */
public record MergeOutcome(
    Status status,
    CommitId commit,
    CommitId base,
    CommitId source,
    DiffSummary summary,
    int tables,
    long dropped,
    List<Conflict> conflicts) {
  public MergeOutcome {
    conflicts = List.copyOf(conflicts);
  }

  /** How it ended. */
  public enum Status {
    /** It is done. */
    MERGED,
    /** It could be done; the request was a dry run. */
    MERGEABLE,
    /** There are conflicts for which nothing was chosen; nothing was changed. */
    CONFLICTING,
    /** There is nothing to take over. */
    UP_TO_DATE;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns the conflicts for which nothing was chosen. */
  public List<Conflict> open() {
    return conflicts.stream().filter(conflict -> conflict.chosen() == null).toList();
  }
}
