package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.testkit.InMemorySource;
import dev.tarn.testkit.RandomLog;
import dev.tarn.testkit.Seeds;
import dev.tarn.testkit.StateComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an index has depends on the state alone: not on whether it was built or followed the log.
 */
@ExtendWith(Seeds.class)
final class BuiltIndexTest {
  @TempDir Path root;

  private LuceneStateIndexes indexes(String name) {
    return new LuceneStateIndexes(root.resolve(name), LuceneIndexSettings.defaults());
  }

  private IndexContents followed(List<Group> groups, int perApply) throws IOException {
    try (StateIndex index = indexes("followed").open(Scope.DEFAULT)) {
      for (int from = 0; from < groups.size(); from += perApply) {
        index.apply(groups.subList(from, Math.min(groups.size(), from + perApply)));
      }
      assertSame(groups, index);
    }
    return IndexContents.read(root.resolve("followed"));
  }

  private static void assertSame(List<Group> groups, StateIndex index) throws IOException {
    try (StateSnapshot snapshot = index.acquire()) {
      StateComparison.of(groups).assertSame(WrittenLog.model(groups), snapshot);
    }
  }

  private static void assertNumbered(IndexContents contents) {
    assertEquals(
        contents.nodes().size(),
        new HashSet<>(contents.nodes().values()).size(),
        "each has its own");
    assertTrue(
        contents.nodes().values().stream().allMatch(node -> node < contents.nodes().size()),
        "numbers are dense");
  }

  @Test
  void hasWhatOneHasThatFollowedTheLog(RandomLog random, Random dice) throws IOException {
    List<Group> groups = random.groups(30, 40);
    int built = dice.nextInt(groups.size() + 1);
    LuceneStateIndexes indexes = indexes("built");
    try (StateIndex index =
        indexes.build(
            Scope.DEFAULT, InMemorySource.of(groups.subList(0, built)), BuildProgress.IGNORED)) {
      assertSame(groups.subList(0, built), index);
      for (Group group : groups.subList(built, groups.size())) {
        index.apply(List.of(group));
      }
      assertSame(groups, index);
      indexes.adopt(Scope.DEFAULT, index);
    }
    IndexContents contents = IndexContents.read(root.resolve("built"));
    assertNumbered(contents);
    IndexContents other = followed(groups, 1 + dice.nextInt(10));
    assertNumbered(other);
    assertEquals(other.terms(), contents.terms());
  }

  @Test
  void numbersStay(RandomLog random, Random dice) throws IOException {
    List<Group> groups = random.groups(40, 20);
    Map<AssetId, Integer> known = new HashMap<>();
    StateIndex index = indexes("one").open(Scope.DEFAULT);
    try {
      for (Group group : groups) {
        index.apply(List.of(group));
        if (dice.nextInt(4) == 0) {
          index.flush();
          if (dice.nextBoolean()) {
            index.close();
            index = indexes("one").open(Scope.DEFAULT);
          }
          Map<AssetId, Integer> now = IndexContents.read(root.resolve("one")).nodes();
          known.forEach((id, node) -> assertEquals(node, now.get(id)));
          known.putAll(now);
        }
      }
      index.flush();
    } finally {
      index.close();
    }
    assertNumbered(IndexContents.read(root.resolve("one")));
  }

  @Test
  void tableIsFoundByItsColumns() throws IOException {
    WrittenLog log = new WrittenLog();
    AssetId orders = log.asset("table", "shop.orders", null);
    AssetId visits = log.asset("table", "shop.visits", null);
    AssetId amount = log.asset("column", "shop.orders.amount", orders);
    AssetId day = log.asset("column", "shop.orders.day", orders);
    log.asset("dashboard", "shop.board", orders);
    try (StateIndex index = indexes("one").open(Scope.DEFAULT)) {
      assertColumns(index, log.group(), Map.of(orders, "[amount, day]", visits, "[]"));
      log.asset("column", "shop.orders.price", orders);
      assertColumns(index, log.group(), Map.of(orders, "[amount, day, price]"));
      log.asset(amount, "column", "shop.orders.total", orders);
      assertColumns(index, log.group(), Map.of(orders, "[day, price, total]"));
      log.asset(day, "column", "shop.orders.day", visits);
      assertColumns(index, log.group(), Map.of(orders, "[price, total]", visits, "[day]"));
      log.deleted(amount);
      assertColumns(index, log.group(), Map.of(orders, "[price]"));
      log.asset(amount, "column", "shop.orders.total", orders);
      log.asset(orders, "table", "shop.all_orders", null);
      assertColumns(index, log.group(), Map.of(orders, "[price, total]"));
      log.deleted(visits);
      assertColumns(index, log.group(), Map.of(visits, "[]"));
      log.asset(visits, "table", "shop.visits", null);
      assertColumns(index, log.group(), Map.of(visits, "[day]", orders, "[price, total]"));
    }
  }

  private void assertColumns(StateIndex index, Group group, Map<AssetId, String> expected)
      throws IOException {
    index.apply(List.of(group));
    index.flush();
    IndexContents contents = IndexContents.read(root.resolve("one"));
    expected.forEach(
        (table, columns) -> assertEquals(columns, contents.columnNames(table).toString()));
  }

  @Test
  void tableOfManyColumnsIsFoundByTheFirst() throws IOException {
    WrittenLog log = new WrittenLog();
    AssetId wide = log.asset("table", "wide", null);
    for (int i = ColumnNames.MAX_NAMES; i >= 0; i--) {
      log.asset("column", "wide.c%06d".formatted(i), wide);
    }
    try (StateIndex index = indexes("one").open(Scope.DEFAULT)) {
      index.apply(List.of(log.group()));
    }
    List<String> names = IndexContents.read(root.resolve("one")).columnNames(wide);
    assertEquals(ColumnNames.MAX_NAMES, names.size());
    assertEquals("c000000", names.getFirst());
    assertEquals("c%06d".formatted(ColumnNames.MAX_NAMES - 1), names.getLast());
  }

  @Test
  void offsetIsOfThisFormat() {
    IndexOffset offset = IndexOffset.nothing(LuceneIndexSettings.defaults().texts());
    assertEquals(offset, IndexOffset.of(offset.commitData()));
    Map<String, String> older = new HashMap<>(offset.commitData());
    assertNotNull(older.replace("tarn.format", "1"));
    assertNull(IndexOffset.of(older));
  }
}
