package dev.tarn.iceberg.history;

import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Scans of one state table as of a commit, with newer states laid over it.
 *
 * @param <T> what a row is
 */
final class StateScan<T> {
  private final Table table;
  private final Map<String, T> overlay;
  private final Function<Record, T> codec;
  private final Predicate<T> wanted;
  private final NestedField nameColumn;
  private final int idPosition;
  private final int namePosition;
  private final Schema projection;

  /**
   * @param overlay by id, takes the place of rows
   * @param wanted what the result may have; asked for rows and overlay
   * @param nameColumn what comes first in the list's order
   */
  StateScan(
      CatalogTable kind,
      Table table,
      Map<String, T> overlay,
      Function<Record, T> codec,
      Predicate<T> wanted,
      String nameColumn) {
    this.table = table;
    this.overlay = overlay;
    this.codec = codec;
    this.wanted = wanted;
    this.nameColumn = kind.schema().findField(nameColumn);
    this.idPosition = kind.schema().columns().indexOf(kind.schema().findField("id"));
    this.namePosition = kind.schema().columns().indexOf(this.nameColumn);
    this.projection = TypeUtil.join(kind.schema(), new Schema(MetadataColumns.ROW_POSITION));
  }

  /**
   * Returns some wanted item.
   *
   * @param filter excludes only what is not wanted
   */
  Optional<T> any(Expression filter) throws IOException {
    for (T item : overlay.values()) {
      if (wanted.test(item)) {
        return Optional.of(item);
      }
    }
    for (LiveFile file : DataFiles.list(table, filter)) {
      List<T> found = new ArrayList<>(1);
      read(
          file,
          filter,
          row -> {
            T item = overlay.containsKey(id(row)) ? null : codec.apply(row);
            if (item != null && wanted.test(item)) {
              found.add(item);
            }
            return found.isEmpty();
          });
      if (!found.isEmpty()) {
        return Optional.of(found.getFirst());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns a page of the wanted items.
   *
   * @param filter excludes only what is not wanted
   * @param after where the page before ended; null for the first
   * @param key of an item
   */
  Page<T> page(Expression filter, @Nullable ListKey after, int limit, Function<T, ListKey> key)
      throws IOException {
    FirstItems<T> first = new FirstItems<>(after, limit + 1);
    for (T item : overlay.values()) {
      if (wanted.test(item)) {
        first.offer(key.apply(item), item);
      }
    }
    List<LiveFile> files = new ArrayList<>(DataFiles.list(table, filter));
    files.sort(Comparator.comparing(this::leastName, AssetQuery.NAME_ORDER));
    for (LiveFile file : files) {
      if (first.excludes(new ListKey(leastName(file), ""))) {
        continue;
      }
      read(
          file,
          filter,
          row -> {
            ListKey at = new ListKey(row.get(namePosition, String.class), id(row));
            if (first.wants(at) && !overlay.containsKey(at.id())) {
              T item = codec.apply(row);
              if (wanted.test(item)) {
                first.offer(at, item);
              }
            }
            return true;
          });
    }
    return first.page(limit);
  }

  private String id(Record row) {
    return row.get(idPosition, String.class);
  }

  private String leastName(LiveFile file) {
    String least = Bounds.leastText(file.file(), nameColumn);
    return least == null ? "" : least;
  }

  private void read(LiveFile file, Expression filter, Predicate<Record> consumer)
      throws IOException {
    PositionDeleteIndex deleted = DataFiles.deletes(table.io(), file);
    int position = projection.columns().size() - 1;
    try (CloseableIterable<Record> rows =
        DataFiles.read(table.io(), file.file(), projection, filter)) {
      for (Record row : rows) {
        if (!deleted.isDeleted(row.get(position, Long.class)) && !consumer.test(row)) {
          return;
        }
      }
    }
  }

  /** The first items after a key, no more than wanted. */
  private static final class FirstItems<T> {
    private record Item<T>(ListKey key, T item) {}

    private final @Nullable ListKey after;
    private final int max;
    private final PriorityQueue<Item<T>> lastFirst =
        new PriorityQueue<>(Comparator.comparing((Item<T> item) -> item.key()).reversed());

    FirstItems(@Nullable ListKey after, int max) {
      this.after = after;
      this.max = max;
    }

    boolean wants(ListKey key) {
      return (after == null || key.compareTo(after) > 0) && !excludes(key);
    }

    /** Whether nothing at or behind the key has a chance. */
    boolean excludes(ListKey key) {
      Item<T> last = lastFirst.peek();
      return last != null && lastFirst.size() == max && key.compareTo(last.key()) >= 0;
    }

    void offer(ListKey key, T item) {
      if (wants(key)) {
        lastFirst.add(new Item<>(key, item));
        if (lastFirst.size() > max) {
          lastFirst.remove();
        }
      }
    }

    Page<T> page(int limit) {
      List<Item<T>> items =
          lastFirst.stream().sorted(Comparator.comparing((Item<T> item) -> item.key())).toList();
      boolean more = items.size() > limit;
      List<Item<T>> shown = more ? items.subList(0, limit) : items;
      return new Page<>(
          shown.stream().map(Item::item).toList(), more ? shown.getLast().key().cursor() : null);
    }
  }
}
