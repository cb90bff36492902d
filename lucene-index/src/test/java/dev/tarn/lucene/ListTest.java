package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListTest {
  private static final int MANY = 100_000;
  private static final int GROUP_ENTRIES = 5_000;

  @TempDir Path root;
  private StateIndex index;

  @BeforeEach
  void open() throws IOException {
    index = new LuceneStateIndexes(root, LuceneIndexSettings.defaults()).open(Scope.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void fill(MadeUpAssets made, int count) throws IOException {
    for (int from = 0; from < count; from += GROUP_ENTRIES) {
      index.apply(List.of(made.created(from, Math.min(GROUP_ENTRIES, count - from))));
    }
  }

  private static AssetQuery query(
      @Nullable String type, @Nullable String prefix, @Nullable String cursor, int limit) {
    return new AssetQuery(
        type, null, null, null, null, null, null, null, null, null, prefix, cursor, limit);
  }

  private static List<String> names(StateSnapshot snapshot, AssetQuery first) throws IOException {
    List<String> names = new ArrayList<>();
    String cursor = null;
    do {
      Page<Asset> page =
          snapshot.list(query(first.type(), first.namePrefix(), cursor, first.limit()));
      page.items().forEach(asset -> names.add(asset.qualifiedName()));
      cursor = page.next();
    } while (cursor != null);
    return names;
  }

  @Test
  void pagesOfManyAssetsMissNothing() throws IOException {
    MadeUpAssets made = new MadeUpAssets();
    fill(made, MANY);
    List<String> expected = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      expected.add(MadeUpAssets.qualifiedName(number));
    }
    expected.sort(AssetQuery.NAME_ORDER);
    String prefix = expected.get(MANY / 2).substring(0, 20);
    try (StateSnapshot snapshot = index.acquire()) {
      assertEquals(MANY, snapshot.assetCounts().values().stream().mapToLong(Long::longValue).sum());
      assertEquals(expected, names(snapshot, query(null, null, null, 1_000)));
      List<String> columns = names(snapshot, query("column", null, null, 1_000));
      assertEquals(snapshot.assetCounts().get("column"), columns.size());
      assertEquals(
          expected.stream().filter(name -> name.startsWith(prefix)).toList(),
          names(snapshot, query(null, prefix, null, 100)));
      AssetId table = MadeUpAssets.id(0);
      assertEquals(MadeUpAssets.COLUMNS_PER_TABLE, snapshot.childIds(table, 100).size());
      assertEquals(3, snapshot.childIds(table, 3).size());
      assertEquals(0, snapshot.childIds(table, 0).size());
    }
  }

  @Test
  void pagesGoOnWhileTheCatalogChanges() throws IOException {
    MadeUpAssets made = new MadeUpAssets();
    fill(made, 100);
    String cursor;
    String last;
    try (StateSnapshot snapshot = index.acquire()) {
      Page<Asset> page = snapshot.list(query(null, null, null, 10));
      cursor = page.next();
      last = page.items().getLast().qualifiedName();
    }
    index.apply(List.of(made.updated(0, 100)));
    index.apply(List.of(made.created(100, 100)));
    try (StateSnapshot snapshot = index.acquire()) {
      List<Asset> next = snapshot.list(query(null, null, cursor, 50)).items();
      List<String> all = names(snapshot, query(null, null, null, 1_000));
      int from = all.indexOf(last) + 1;
      assertEquals(all.subList(from, from + 50), next.stream().map(Asset::qualifiedName).toList());
    }
  }

  @Test
  void cursorIsOfItsQueryWhateverTheLimit() throws IOException {
    fill(new MadeUpAssets(), 100);
    try (StateSnapshot snapshot = index.acquire()) {
      String cursor = snapshot.list(query("column", null, null, 10)).next();
      assertNotNull(cursor);
      assertEquals(20, snapshot.list(query("column", null, cursor, 20)).items().size());
      assertRefused(snapshot, query("table", null, cursor, 10));
      assertRefused(snapshot, query(null, null, cursor, 10));
      assertRefused(snapshot, query("column", "w", cursor, 10));
      CatalogException e =
          assertThrows(
              CatalogException.class,
              () -> snapshot.list(new RelationshipQuery(null, null, null, null, cursor, 10)));
      assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "!", "AAAA", "AAAAAAAAAAA", "AAAAAAAAAAAA", "no cursor", "\u0000", "é"})
  void textIsNoCursor(String text) throws IOException {
    fill(new MadeUpAssets(), 20);
    try (StateSnapshot snapshot = index.acquire()) {
      assertRefused(snapshot, query(null, null, text, 10));
      assertRefused(snapshot, query(null, null, text + "A".repeat(100_000), 10));
    }
  }

  private static void assertRefused(StateSnapshot snapshot, AssetQuery query) {
    CatalogException e = assertThrows(CatalogException.class, () -> snapshot.list(query));
    assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    assertEquals("cursor", e.field());
  }

  @Test
  void listThatEndsWithItsPageHasNoNext() throws IOException {
    fill(new MadeUpAssets(), 20);
    try (StateSnapshot snapshot = index.acquire()) {
      assertNotNull(snapshot.list(query(null, null, null, 19)).next());
      assertNull(snapshot.list(query(null, null, null, 20)).next());
      assertNull(snapshot.list(query(null, null, null, 21)).next());
      assertTrue(snapshot.list(query("dashboard", null, null, 10)).items().isEmpty());
    }
  }

  @Test
  void prefixMayEndAnywhere() throws IOException {
    MadeUpAssets made = new MadeUpAssets();
    List<String> names =
        List.of(
            "a", "a\uD83D\uDE00", "a\uD83D\uDE00b", "a\uFFFD", "a\uFFFF", "b", "\uDBFF\uDFFF", "é");
    List<Group> groups = new ArrayList<>();
    for (String name : names) {
      groups.add(made.named(name));
    }
    index.apply(groups);
    try (StateSnapshot snapshot = index.acquire()) {
      for (String prefix :
          List.of("", "a", "a\uD83D\uDE00", "a\uFFFF", "\uDBFF\uDFFF", "é", "c", "aa")) {
        assertEquals(
            names.stream()
                .filter(name -> name.startsWith(prefix))
                .sorted(AssetQuery.NAME_ORDER)
                .toList(),
            names(snapshot, query(null, prefix, null, 2)),
            prefix);
      }
    }
  }
}
