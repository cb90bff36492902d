package dev.tarn.core.diff;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Operation;
import java.util.List;

/**
 * How many entities differ.
 *
 * @param counts of each kind, type and operation that there are, in order
 * @param total of all of them
 */
public record DiffSummary(List<DiffSummary.Count> counts, long total) {
  public DiffSummary {
    counts = List.copyOf(counts);
  }

  /** How many entities of a type are created, changed or deleted. */
  public record Count(EntityKind kind, String type, Operation operation, long entities) {}
}
