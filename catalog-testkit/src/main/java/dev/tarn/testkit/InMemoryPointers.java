package dev.tarn.testkit;

import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerDiff;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the pointer changes of a log add up to. */
final class InMemoryPointers implements PointerSnapshot {
  private final CommitId commit;
  private final Map<TableName, Pointer> pointers = new HashMap<>();

  InMemoryPointers(CommitId commit) {
    this.commit = commit;
  }

  /** Returns whether names stand for what the changes expect. */
  boolean hold(List<PointerChange> changes) {
    return changes.stream()
        .allMatch(change -> Objects.equals(pointers.get(change.name()), change.expected()));
  }

  void apply(List<PointerChange> changes) {
    for (PointerChange change : changes) {
      Pointer next = change.next();
      if (next == null) {
        pointers.remove(change.name());
      } else {
        pointers.put(change.name(), next);
      }
    }
  }

  /** Returns what is different in others. */
  List<PointerDiff> diff(InMemoryPointers other) {
    Set<TableName> names = new HashSet<>(pointers.keySet());
    names.addAll(other.pointers.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(pointers.get(name), other.pointers.get(name)))
        .map(name -> new PointerDiff(name, pointers.get(name), other.pointers.get(name)))
        .toList();
  }

  @Override
  public CommitId commit() {
    return commit;
  }

  @Override
  public Map<TableName, Pointer> find(Collection<TableName> names) {
    Map<TableName, Pointer> found = new HashMap<>();
    names.forEach(
        name ->
            Optional.ofNullable(pointers.get(name)).ifPresent(pointer -> found.put(name, pointer)));
    return found;
  }

  @Override
  public Page<PointerEntry> list(PointerQuery query) {
    String cursor = query.cursor();
    List<PointerEntry> rest =
        pointers.entrySet().stream()
            .map(entry -> new PointerEntry(entry.getKey(), entry.getValue().kind()))
            .filter(entry -> query.kinds().contains(entry.kind()))
            .filter(entry -> entry.name().parent().equals(Optional.ofNullable(query.namespace())))
            .filter(entry -> cursor == null || entry.name().name().compareTo(cursor) > 0)
            .sorted(Comparator.comparing(entry -> entry.name().name()))
            .limit(query.limit() + 1L)
            .toList();
    if (rest.size() <= query.limit()) {
      return new Page<>(rest, null);
    }
    List<PointerEntry> page = rest.subList(0, query.limit());
    return new Page<>(page, page.getLast().name().name());
  }
}
