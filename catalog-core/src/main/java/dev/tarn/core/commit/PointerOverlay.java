package dev.tarn.core.commit;

import dev.tarn.core.change.Submission;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerResult;
import dev.tarn.core.table.PointerResult.Applied;
import dev.tarn.core.table.PointerResult.Refused;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A branch's pointers at its head, with what a group makes of them laid over. */
final class PointerOverlay {
  private static final Set<PointerKind> EVERYTHING = Set.of(PointerKind.values());
  private static final int PAGE = 100;

  private final PointerSnapshot committed;
  private final Map<TableName, Pointer> read;
  private final Map<TableName, Optional<Pointer>> laid = new LinkedHashMap<>();

  private PointerOverlay(PointerSnapshot committed, Map<TableName, Pointer> read) {
    this.committed = committed;
    this.read = read;
  }

  /** Reads all that the submissions ask for in one look-up. */
  static PointerOverlay over(PointerSnapshot committed, List<Submission> submissions)
      throws IOException {
    Set<TableName> names = new LinkedHashSet<>();
    for (Submission submission : submissions) {
      for (PointerChange change : submission.pointers()) {
        names.add(change.name());
        change.name().parent().ifPresent(names::add);
      }
    }
    return new PointerOverlay(committed, committed.find(names));
  }

  /** What becomes of one submission's changes: they are laid over when they are accepted. */
  final class Trial {
    private final Map<TableName, Optional<Pointer>> own = new LinkedHashMap<>();
    private final List<PointerResult> results = new ArrayList<>();

    private Trial() {}

    /** Returns an answer to each change. */
    List<PointerResult> results() {
      return results;
    }

    boolean isRefused() {
      return results.stream().anyMatch(result -> result instanceof Refused);
    }

    void accept() {
      laid.putAll(own);
    }

    private void apply(PointerChange change) throws IOException {
      Refused refused = refusal(change);
      if (refused == null) {
        own.put(change.name(), Optional.ofNullable(change.next()));
        results.add(new Applied());
      } else {
        results.add(refused);
      }
    }

    private @Nullable Refused refusal(PointerChange change) throws IOException {
      TableName name = change.name();
      Pointer current = current(name).orElse(null);
      Pointer expected = change.expected();
      Pointer next = change.next();
      if (expected == null && current != null) {
        return new Refused(ErrorCode.NAME_TAKEN, "the name is taken: " + name, current);
      }
      if (expected != null && !expected.equals(current)) {
        return new Refused(ErrorCode.TABLE_CHANGED, name + " was changed by another", current);
      }
      if (expected == null && next != null) {
        return creation(name, next);
      }
      boolean dropsNamespace = next == null && current instanceof Pointer.Namespace;
      return dropsNamespace && !isEmpty(name)
          ? new Refused(ErrorCode.NAMESPACE_NOT_EMPTY, name + " is not empty", current)
          : null;
    }

    private @Nullable Refused creation(TableName name, Pointer next) throws IOException {
      Optional<TableName> parent = name.parent();
      if (parent.isPresent()
          && !(current(parent.get()).orElse(null) instanceof Pointer.Namespace)) {
        return new Refused(
            ErrorCode.NAMESPACE_NOT_FOUND, "there is no namespace " + parent.get(), null);
      }
      // A version store keeps one identity per name in a commit, and that is of one kind.
      Pointer replaced = read.get(name);
      return replaced != null && replaced.kind() != next.kind()
          ? new Refused(
              ErrorCode.NAME_TAKEN, "the name is being given up at this moment: " + name, replaced)
          : null;
    }

    private Optional<Pointer> current(TableName name) {
      Optional<Pointer> own = this.own.get(name);
      Optional<Pointer> above = own == null ? laid.get(name) : own;
      return above == null ? Optional.ofNullable(read.get(name)) : above;
    }

    private boolean isEmpty(TableName namespace) throws IOException {
      Set<TableName> above = new LinkedHashSet<>(laid.keySet());
      above.addAll(own.keySet());
      for (TableName name : above) {
        if (name.parent().equals(Optional.of(namespace)) && current(name).isPresent()) {
          return false;
        }
      }
      String cursor = null;
      do {
        Page<PointerEntry> page =
            committed.list(new PointerQuery(namespace, EVERYTHING, cursor, PAGE));
        if (page.items().stream().anyMatch(entry -> !above.contains(entry.name()))) {
          return false;
        }
        cursor = page.next();
      } while (cursor != null);
      return true;
    }
  }

  /** Tries the changes of a submission, each after those before it. */
  Trial tryAll(List<PointerChange> changes) throws IOException {
    Trial trial = new Trial();
    for (PointerChange change : changes) {
      trial.apply(change);
    }
    return trial;
  }

  /** Returns what all that was accepted comes to, each name once. */
  List<PointerChange> changes() {
    List<PointerChange> changes = new ArrayList<>();
    laid.forEach(
        (name, next) -> {
          Pointer before = read.get(name);
          if (!next.equals(Optional.ofNullable(before))) {
            changes.add(new PointerChange(name, before, next.orElse(null)));
          }
        });
    return changes;
  }
}
