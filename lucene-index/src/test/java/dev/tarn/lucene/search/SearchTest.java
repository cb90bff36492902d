package dev.tarn.lucene.search;

import static dev.tarn.lucene.search.SearchedCatalog.column;
import static dev.tarn.lucene.search.SearchedCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.search.SearchResult;
import dev.tarn.core.search.SearchResult.Highlight;
import dev.tarn.core.search.SearchSort;
import dev.tarn.lucene.search.SearchedCatalog.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchTest {
  @TempDir Path folder;
  private SearchedCatalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog = new SearchedCatalog(folder);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private void shop() throws IOException {
    catalog.with(
        new Draft("domain", "sales"),
        new Draft("user", "u-17").name("Anna Berg"),
        new Draft("tag", "pii"),
        new Draft("glossary-term", "shop.customer")
            .name("Customer")
            .attributes(Map.of("synonyms", List.of("client", "shopper"))),
        table("shop.public.orders")
            .description("Orders, from the click to the last parcel.")
            .domain("sales")
            .owner("u-17")
            .platform("postgresql")
            .popularity(0.9)
            .attributes(Map.of("format", "heap", "rowCount", 1_200L)),
        table("shop.public.order_items").description("Lines of an order.").platform("postgresql"),
        table("shop.public.customers")
            .description("People with an account.")
            .tags("pii")
            .terms("shop.customer")
            .platform("PostgreSQL")
            .popularity(0.4)
            .quality(0.5),
        table("lake.core.DimCustomer")
            .description("Customers of all channels.")
            .platform("iceberg"),
        table("lake.old.orders").status(AssetStatus.DEPRECATED).platform("iceberg"),
        column("shop.public.customers", "customer_id").description("Identifies the customer."),
        column("shop.public.orders", "customer_id").description("Who has ordered."),
        column("shop.public.orders", "createdAt").at(Instant.parse("2025-06-01T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders                  | shop.public.orders
          order items             | shop.public.order_items
          order_items             | shop.public.order_items
          orderItems              | shop.public.order_items
          orderitems              | shop.public.order_items
          dim customer            | lake.core.DimCustomer
          dim_customer            | lake.core.DimCustomer
          dimcustomer             | lake.core.DimCustomer
          shop.public.orders      | shop.public.orders
          "shop.public.orders"    | shop.public.orders
          created_at              | shop.public.orders.createdAt
          last parcel             | shop.public.orders
          "last parcel"           | shop.public.orders
          itmes                   | shop.public.order_items
          client                  | shop.customer
          anna berg type:user     | u-17
          tag:pii                 | shop.public.customers
          tag:PII                 | shop.public.customers
          term:shopper            | shop.public.customers
          owner:"anna berg"       | shop.public.orders
          owner:u-17              | shop.public.orders
          owner:ann*              | shop.public.orders
          domain:sales            | shop.public.orders
          parent:"shop.public.customers" | shop.public.customers.customer_id
          attributes.format:heap  | shop.public.orders
          attributes.rowCount:1200 | shop.public.orders
          attributes.format:h*p   | shop.public.orders
          popularity:[0.5 TO 1]   | shop.public.orders
          quality:0.5             | shop.public.customers
          created:2025            | shop.public.orders.createdAt
          created:[* TO 2025-06-01] | shop.public.orders.createdAt
          created:{* TO "2025-06-01T00:00:00.001Z"} | shop.public.orders.createdAt
          table:"lake.core.DimCustomer" | lake.core.DimCustomer
          name:*items             | shop.public.order_items
          name:order?tems         | shop.public.order_items
          description:identify*   | shop.public.customers.customer_id
          qualifiedName:core type:table | lake.core.DimCustomer
          platform:iceberg status:active | lake.core.DimCustomer
          status:deprecated       | lake.old.orders
          cust* -type:column -people -type:glossary-term | lake.core.DimCustomer
          +orders +click          | shop.public.orders
          (orders OR items) AND lines | shop.public.order_items
          NOT (type:column OR type:table) pii | pii
          accounts~1              | shop.public.customers
          shop/public/orders      | shop.public.orders
          """)
  void findsFirst(String query, String expected) throws IOException {
    shop();
    assertEquals(expected, catalog.found(query.strip()).getFirst(), query);
  }

  @ParameterizedTest
  @CsvSource({
    "type, 12",
    "name, 12",
    "qualifiedName, 12",
    "status, 12",
    "updated, 12",
    "description, 6",
    "platform, 5",
    "tag, 1",
    "term, 1",
    "owner, 1",
    "domain, 1",
    "classification, 0",
    "workspace, 0",
    "popularity, 2",
    "quality, 1"
  })
  void starIsAnyValue(String field, int expected) throws IOException {
    shop();
    catalog.with(table("lake.old.visits").owner("u-17").tags("pii").description("gone"));
    catalog.delete(AssetId.derive("table", "lake.old.visits"), table("lake.old.visits"));
    long assets = catalog.search(SearchedCatalog.request("")).total().value();
    SearchResult with = catalog.search(SearchedCatalog.request(field + ":*"));
    assertEquals(expected, with.total().value());
    assertEquals(List.of(), with.limits());
    assertEquals(
        assets - expected,
        catalog.search(SearchedCatalog.request("-" + field + ":*")).total().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag:nothing",
        "owner:nobody",
        "created:2024",
        "popularity:{0.9 TO 1]",
        "attributes.format:parquet",
        "orders AND tickets",
        "\"parcel last\"",
        "type:dashboard",
        "customers -people -channels -type:column -type:table"
      })
  void findsNothing(String query) throws IOException {
    shop();
    SearchResult result = catalog.search(SearchedCatalog.request(query));
    List<String> expected = query.startsWith("customers") ? List.of("shop.customer") : List.of();
    assertEquals(expected, SearchedCatalog.names(result), query);
    assertTrue(result.total().exact());
  }

  @Test
  void wordsAreFoundInNamesOfReferences() throws IOException {
    shop();
    assertTrue(catalog.found("anna").contains("shop.public.orders"));
    assertTrue(catalog.found("sales orders").contains("shop.public.orders"));
    assertEquals("shop.public.customers", catalog.found("pii people").getFirst());
  }

  @Test
  void popularComesFirstAndDeprecatedLast() throws IOException {
    catalog.with(
        table("a.events").status(AssetStatus.DEPRECATED),
        column("a.other", "events"),
        table("b.events"),
        table("c.events").popularity(0.8));
    List<String> found = catalog.found("events");
    assertEquals(List.of("c.events", "b.events"), found.subList(0, 2));
    assertEquals(Set.of("a.events", "a.other.events"), Set.copyOf(found.subList(2, 4)));
  }

  @Test
  void renamedAssetIsFoundUnderItsNewNameAtOnce() throws IOException {
    shop();
    AssetId table = AssetId.derive("table", "shop.public.order_items");
    catalog.update(table, table("shop.public.basket_positions"));
    assertEquals("shop.public.basket_positions", catalog.found("basket positions").getFirst());
    assertFalse(catalog.found("name:items").contains("shop.public.order_items"));
    AssetId tag = AssetId.derive("tag", "pii");
    catalog.update(tag, new Draft("tag", "personal"));
    assertEquals(List.of("shop.public.customers"), catalog.found("tag:personal"));
    assertEquals(List.of(), catalog.found("tag:pii"));
    assertEquals(List.of("shop.public.basket_positions"), catalog.suggested("bask"));
    assertEquals(List.of(), catalog.suggested("items"));
  }

  @Test
  void deletedAssetIsNeverFound() throws IOException {
    shop();
    AssetId table = AssetId.derive("table", "shop.public.orders");
    catalog.delete(table, table("shop.public.orders"));
    for (String query :
        List.of(
            "orders",
            "\"shop.public.orders\"",
            "type:table",
            "",
            "name:orders",
            "*",
            "table:\"shop.public.orders\"",
            "-type:column",
            "owner:u-17")) {
      assertFalse(catalog.found(query).contains("shop.public.orders"), query);
    }
    assertFalse(catalog.suggested("ord").contains("shop.public.orders"));
    SearchResult facets =
        catalog.search(SearchedCatalog.filtered("type:table", Map.of(), List.of("type")));
    assertEquals(4, facets.total().value());
    assertEquals(4, facets.facets().getFirst().values().getFirst().count());
  }

  @Test
  void highlightsSayWhereWordsWereFound() throws IOException {
    shop();
    SearchResult result =
        catalog.search(SearchedCatalog.page("click orders", SearchSort.RELEVANCE, 5, null, true));
    SearchResult.Hit hit = result.hits().getFirst();
    assertEquals("shop.public.orders", hit.asset().qualifiedName());
    assertEquals(
        List.of(new Highlight("orders", List.of(new Highlight.Match(0, 6)))),
        hit.highlights().get("name"));
    Highlight description = hit.highlights().get("description").getFirst();
    assertEquals(
        List.of("Orders", "click"),
        description.matches().stream()
            .map(match -> description.text().substring(match.start(), match.end()))
            .toList());
    assertNotNull(hit.explanation());
    assertEquals(hit.score(), hit.explanation().value(), 1e-3);
  }

  @Test
  void misspeltQueryIsCorrected() throws IOException {
    shop();
    SearchResult result = catalog.search(SearchedCatalog.request("type:table custommers"));
    assertEquals("shop.public.customers", SearchedCatalog.names(result).getFirst());
    assertEquals("type:table customers", result.corrections().getFirst());
    assertEquals(List.of(), catalog.search(SearchedCatalog.request("customers")).corrections());
  }

  @Test
  void suggestsWhatBeginsSo() throws IOException {
    shop();
    assertEquals("shop.public.orders", catalog.suggested("o").getFirst());
    assertEquals("shop.public.orders", catalog.suggested("orde").getFirst());
    assertEquals(List.of("shop.public.order_items"), catalog.suggested("order_it"));
    assertEquals(List.of("shop.public.order_items"), catalog.suggested("items"));
    assertTrue(catalog.suggested("shop.public.cu").contains("shop.public.customers"));
    assertFalse(catalog.suggested("shop.public.cu").contains("lake.core.DimCustomer"));
    assertTrue(catalog.suggested("shopp").contains("shop.customer"));
    assertEquals(List.of(), catalog.suggested("zebra"));
  }

  @Test
  void emptyIndexAnswers() throws IOException {
    assertEquals(List.of(), catalog.found("anything at all"));
    assertEquals(List.of(), catalog.found(""));
    assertEquals(List.of(), catalog.suggested("a"));
    assertEquals(
        0,
        catalog
            .search(SearchedCatalog.filtered("x", Map.of(), List.of("type", "tag")))
            .total()
            .value());
  }
}
