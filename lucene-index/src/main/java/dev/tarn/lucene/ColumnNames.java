package dev.tarn.lucene;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.state.StateSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The names of the columns of all assets, in about 12 bytes for each column: few names are used for
 * many. Threads may add; once all is added and {@link #arrange()} was called, threads may read.
 */
final class ColumnNames implements StateSource.ColumnNames {
  /** An asset is found by the names of so many columns: by the first in the order of names. */
  static final int MAX_NAMES = 2_000;

  private static final int FIRST_CAPACITY = 1_024;

  private final IdNumbers parents = new IdNumbers();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Parent and name of each column, before they are arranged. */
  private int[] columns = new int[FIRST_CAPACITY];

  private int filled;

  /** Where the names of each parent begin, and the names. */
  private int[] starts = new int[1];

  private int[] arranged = new int[0];

  @Override
  public synchronized void column(String parentId, String name) {
    int parent = parents.number(new AssetId(parentId));
    if (filled == columns.length) {
      columns = Arrays.copyOf(columns, Math.addExact(columns.length, columns.length / 2 & ~1));
    }
    columns[filled++] = parent < 0 ? ~parent : parent;
    columns[filled++] = number(name);
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    names.add(name);
    numbers.put(name, names.size() - 1);
    return names.size() - 1;
  }

  /** Puts together what belongs to one parent. */
  synchronized void arrange() {
    starts = new int[parents.size() + 1];
    for (int i = 0; i < filled; i += 2) {
      starts[columns[i] + 1]++;
    }
    for (int parent = 0; parent < parents.size(); parent++) {
      starts[parent + 1] += starts[parent];
    }
    int[] next = starts.clone();
    arranged = new int[filled / 2];
    for (int i = 0; i < filled; i += 2) {
      arranged[next[columns[i]]++] = columns[i + 1];
    }
    columns = new int[0];
    numbers.clear();
  }

  /** Returns what an asset is found by, of the names of its columns. */
  List<String> of(AssetId asset) {
    int parent = parents.find(asset.value());
    if (parent == IdNumbers.NONE) {
      return List.of();
    }
    List<String> found = new ArrayList<>(starts[parent + 1] - starts[parent]);
    for (int i = starts[parent]; i < starts[parent + 1]; i++) {
      found.add(names.get(arranged[i]));
    }
    return limited(found);
  }

  /** Returns those names that an asset with these columns is found by. */
  static List<String> limited(Collection<String> names) {
    return new TreeSet<>(names).stream().limit(MAX_NAMES).toList();
  }
}
