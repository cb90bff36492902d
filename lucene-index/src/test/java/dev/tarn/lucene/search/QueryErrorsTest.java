package dev.tarn.lucene.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.SearchMode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchSort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryErrorsTest {
  @TempDir static Path folder;
  private static SearchedCatalog catalog;

  @BeforeAll
  static void open() throws IOException {
    catalog = new SearchedCatalog(folder);
    catalog.with(
        SearchedCatalog.table("shop.orders").description("All orders.").popularity(0.5),
        SearchedCatalog.column("shop.orders", "id"));
  }

  @AfterAll
  static void close() throws IOException {
    catalog.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          malformed-query | 5  | a b (
          malformed-query | 6  | (a b c
          malformed-query | 2  | a "b c
          malformed-query | 0  | AND a
          malformed-query | 4  | a OR
          malformed-query | 6  | a/b c^x
          malformed-query | 5  | name::x
          malformed-query | 5  | name:
          malformed-query | 3  | abc\\
          malformed-query | 9  | created:[foo TO *]
          malformed-query | 8  | quality:high
          malformed-query | 6  | name:[a TO b]
          malformed-query | 0  | fn:ordered(a b)
          malformed-query | 0  | a^9999
          malformed-query | 13 | a popularity:x*
          unknown-field   | 0  | nme:orders
          unknown-field   | 2  | a nme:orders
          unknown-field   | 7  | orders urn:x
          """)
  void errorSaysWhere(String code, int position, String query) {
    CatalogException e = assertThrows(CatalogException.class, () -> catalog.found(query));
    assertEquals(code, e.code().code(), query);
    assertEquals(position, e.position(), query);
    assertEquals("query", e.field());
  }

  @Test
  void tooComplexQueriesAreRefused() {
    assertRefused("(".repeat(40) + "a" + ")".repeat(40));
    assertRefused("a ".repeat(SearchLimits.MAX_WORDS + 1));
    assertRefused("name:a ".repeat(SearchLimits.MAX_CLAUSES + 1));
    assertRefused("a*".repeat(17));
  }

  private static void assertRefused(String query) {
    CatalogException e = assertThrows(CatalogException.class, () -> catalog.found(query));
    assertEquals(ErrorCode.QUERY_TOO_COMPLEX, e.code());
  }

  @Test
  void unknownFiltersAndFacetsAreRefused() {
    CatalogException filter =
        assertThrows(
            CatalogException.class,
            () ->
                catalog.search(
                    SearchedCatalog.filtered("", Map.of("nme", List.of("x")), List.of())));
    assertEquals(ErrorCode.UNKNOWN_FIELD, filter.code());
    assertEquals("filters.nme", filter.field());
    CatalogException facet =
        assertThrows(
            CatalogException.class,
            () -> catalog.search(SearchedCatalog.filtered("", Map.of(), List.of("name"))));
    assertEquals(ErrorCode.UNKNOWN_FIELD, facet.code());
  }

  @Test
  void longestQueryOfManyClausesIsAnswered() throws IOException {
    assertEquals(List.of("shop.orders"), catalog.found("orders " + "type:table ".repeat(200)));
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < SearchLimits.MAX_WORDS; i++) {
      words.append("ordres ");
    }
    assertEquals("shop.orders", catalog.found(words.toString()).getFirst());
  }

  @FuzzTest
  void anyTextIsAnsweredOrRefused(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    SearchRequest request =
        new SearchRequest(
            text.substring(0, Math.min(text.length(), SearchRequest.MAX_QUERY_LENGTH)),
            SearchMode.KEYWORD,
            Map.of(),
            List.of("type"),
            10,
            SearchSort.RELEVANCE,
            true,
            true,
            5,
            null,
            Duration.ofSeconds(10));
    try {
      catalog.search(request);
    } catch (CatalogException e) {
      assertTrue(e.code().httpStatus() < 500, e::getMessage);
      assertEquals("query", e.field());
      Integer position = e.position();
      assertTrue(position == null || position <= request.query().length(), e::getMessage);
    }
  }
}
