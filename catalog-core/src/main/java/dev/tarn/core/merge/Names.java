package dev.tarn.core.merge;

import dev.tarn.core.state.Page;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names stand for at both sides. Of one thread. */
final class Names {
  private static final Set<PointerKind> EVERYTHING = Set.of(PointerKind.values());
  private static final int PAGE = 1_000;

  private final PointerSnapshot ours;
  private final PointerSnapshot theirs;
  private final Map<TableName, Optional<Pointer>> read = new HashMap<>();

  Names(PointerSnapshot ours, PointerSnapshot theirs) {
    this.ours = ours;
    this.theirs = theirs;
  }

  /** Reads names of ours together. */
  void read(Collection<TableName> names) throws IOException {
    Map<TableName, Pointer> found = ours.find(names);
    names.forEach(name -> read.put(name, Optional.ofNullable(found.get(name))));
  }

  @Nullable Pointer here(TableName name) throws IOException {
    Optional<Pointer> known = read.get(name);
    if (known == null) {
      known = ours.find(name);
      read.put(name, known);
    }
    return known.orElse(null);
  }

  @Nullable Pointer there(TableName name) throws IOException {
    return theirs.find(name).orElse(null);
  }

  /** Returns whether ours has something in a namespace besides the given names. */
  boolean hasOther(TableName namespace, Set<TableName> names) throws IOException {
    String cursor = null;
    do {
      Page<PointerEntry> page = ours.list(new PointerQuery(namespace, EVERYTHING, cursor, PAGE));
      if (page.items().stream().anyMatch(entry -> !names.contains(entry.name()))) {
        return true;
      }
      cursor = page.next();
    } while (cursor != null);
    return false;
  }
}
