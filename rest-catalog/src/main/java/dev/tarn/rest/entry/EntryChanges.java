package dev.tarn.rest.entry;

import dev.tarn.core.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The changes of assets that go with a commit.
 *
 * @param delta what is different, for assets that are as the last commit left them
 * @param repair what brings about the same from whatever people have made of the assets meanwhile:
 *     deleted them, or given their names to others
 */
public record EntryChanges(List<Change> delta, Supplier<List<Change>> repair) {
  public EntryChanges {
    delta = List.copyOf(delta);
  }

  /**
   * Returns these changes and more, which follow from the same commit; the entry does without them
   * where it has to be repaired.
   */
  public EntryChanges and(List<Change> more) {
    List<Change> all = new ArrayList<>(delta);
    all.addAll(more);
    return new EntryChanges(all, repair);
  }
}
