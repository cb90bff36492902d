package dev.tarn.iceberg.log;

import dev.tarn.core.state.Page;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.TableName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What is directly in a namespace, by name: the recently listed ones, as far as a number of names
 * goes. Guarded by its owner.
 */
final class NameLists {
  /** About 100 bytes each. */
  static final int MAX_NAMES = 500_000;

  private final Map<List<String>, NavigableMap<String, PointerKind>> lists =
      new LinkedHashMap<>(16, 0.75f, true);
  private int names;

  private static List<String> key(@Nullable TableName namespace) {
    return namespace == null ? List.of() : namespace.levels();
  }

  /** Returns what is in a namespace; null if it is not kept. */
  @Nullable NavigableMap<String, PointerKind> get(@Nullable TableName namespace) {
    return lists.get(key(namespace));
  }

  void put(@Nullable TableName namespace, NavigableMap<String, PointerKind> list) {
    NavigableMap<String, PointerKind> before = lists.put(key(namespace), list);
    names += list.size() - (before == null ? 0 : before.size());
    trim();
  }

  /** Takes over what became of a name; null if it is free now. */
  void set(TableName name, @Nullable PointerKind kind) {
    NavigableMap<String, PointerKind> list = get(name.parent().orElse(null));
    if (list == null) {
      return;
    }
    if (kind == null) {
      names -= list.remove(name.name()) == null ? 0 : 1;
    } else {
      names += list.put(name.name(), kind) == null ? 1 : 0;
    }
    trim();
  }

  private void trim() {
    Iterator<NavigableMap<String, PointerKind>> eldest = lists.values().iterator();
    while (names > MAX_NAMES && eldest.hasNext()) {
      names -= eldest.next().size();
      eldest.remove();
    }
  }

  void clear() {
    lists.clear();
    names = 0;
  }

  /** Returns a page of a list. The cursor is the last name of the page before. */
  static Page<PointerEntry> page(NavigableMap<String, PointerKind> list, PointerQuery query) {
    TableName namespace = query.namespace();
    String cursor = query.cursor();
    List<PointerEntry> page = new ArrayList<>();
    for (var entry : (cursor == null ? list : list.tailMap(cursor, false)).entrySet()) {
      if (query.kinds().contains(entry.getValue())) {
        if (page.size() == query.limit()) {
          return new Page<>(page, page.getLast().name().name());
        }
        TableName name =
            namespace == null ? TableName.of(entry.getKey()) : namespace.child(entry.getKey());
        page.add(new PointerEntry(name, entry.getValue()));
      }
    }
    return new Page<>(page, null);
  }
}
