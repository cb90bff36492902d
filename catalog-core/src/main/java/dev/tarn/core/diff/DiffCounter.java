package dev.tarn.core.diff;

import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Operation;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Counts entities that differ while they go by. Of one thread. */
public final class DiffCounter {
  private record Group(EntityKind kind, String type, Operation operation) {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::kind)
            .thenComparing(Group::type)
            .thenComparing(Group::operation);
  }

  private final Map<Group, Long> counts = new TreeMap<>(Group.ORDER);
  private long total;

  public void count(EntityDiff diff) {
    counts.merge(new Group(diff.key().kind(), diff.type(), diff.operation()), 1L, Long::sum);
    total++;
  }

  /** Returns what has gone by so far. */
  public DiffSummary summary() {
    return new DiffSummary(
        counts.entrySet().stream()
            .map(
                entry ->
                    new DiffSummary.Count(
                        entry.getKey().kind(),
                        entry.getKey().type(),
                        entry.getKey().operation(),
                        entry.getValue()))
            .toList(),
        total);
  }
}
