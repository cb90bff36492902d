package dev.tarn.core.merge;

import dev.tarn.core.change.Change;
import dev.tarn.core.change.Guard;
import dev.tarn.core.diff.DiffSummary;
import dev.tarn.core.table.PointerChange;
import java.util.List;

/**
 * What a merge changes.
 *
 * @param changes all at once; empty if ours already is what it would become
 * @param pointers in the same commit
 * @param conflicts all that there are, decided or not
 * @param summary of the changes, by type and operation
 * @param dropped changes of theirs that are left out, since what they are about is gone
 * @param guard tells whether the plan still fits ours
 */
public record MergePlan(
    List<Change> changes,
    List<PointerChange> pointers,
    List<Conflict> conflicts,
    DiffSummary summary,
    long dropped,
    Guard guard) {
  public MergePlan {
    changes = List.copyOf(changes);
    pointers = List.copyOf(pointers);
    conflicts = List.copyOf(conflicts);
  }

  /** Returns the conflicts for which nothing was chosen. */
  public List<Conflict> open() {
    return conflicts.stream().filter(conflict -> conflict.chosen() == null).toList();
  }

  public boolean isEmpty() {
    return changes.isEmpty() && pointers.isEmpty();
  }
}
