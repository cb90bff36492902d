package dev.tarn.core.merge;

import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerSnapshot;
import java.util.List;

/**
 * What is to be changed.
 *
 * @param state of ours, at its commit
 * @param tables the names that stand for something else in ours than at the base
 * @param names what names stand for in ours, at the same commit or a later one
 */
public record MergeTarget(StateSnapshot state, List<PointerDiff> tables, PointerSnapshot names) {
  public MergeTarget {
    tables = List.copyOf(tables);
  }
}
