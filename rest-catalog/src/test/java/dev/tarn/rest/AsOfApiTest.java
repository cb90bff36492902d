package dev.tarn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.LuceneStateIndexes;
import dev.tarn.lucene.PastSettings;
import dev.tarn.rest.Client.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Reads at a point in time: the same out of an index of that point as out of the tables. */
class AsOfApiTest {
  private static final int TABLES = 30;
  private static final int PAGE = 7;

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    PastSettings past =
        new PastSettings(
            Duration.ofDays(1),
            Duration.ofDays(1),
            Duration.ofDays(1),
            64,
            100,
            500,
            8,
            Duration.ofDays(1));
    server =
        TestServer.start(
            CatalogSettings.defaults(),
            new LuceneStateIndexes(folder, LuceneIndexSettings.defaults().withPast(past)),
            Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String table(String name, String description) {
    return "{\"type\": \"table\", \"qualifiedName\": \"%s\", \"description\": \"%s\"}"
        .formatted(name, description);
  }

  private static List<String> tables(String description) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      lines.add(table("shop.orders_" + (100 + i), description));
    }
    return lines;
  }

  private static String head(Client client) {
    return client.headers().get("Tarn-Min-Commit");
  }

  /** Returns the pages of the list of assets, read one after the other. */
  private static List<JsonNode> pages(Client client, String at) {
    List<JsonNode> pages = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = page(client, at, cursor);
      pages.add(page.path("items"));
      cursor = page.path("next").asString("");
    } while (!cursor.isEmpty());
    return pages;
  }

  private static JsonNode page(Client client, String at, String cursor) {
    return client
        .get(
            "/api/v1/assets?type=table&limit="
                + PAGE
                + "&at="
                + at
                + (cursor.isEmpty() ? "" : "&cursor=" + Client.encode(cursor)))
        .expect(200)
        .json();
  }

  private static List<String> found(Client client, String at, String query) {
    Answer answer =
        client
            .postJson("/api/v1/search?at=" + at, "{\"query\": \"" + query + "\", \"limit\": 100}")
            .expect(200);
    List<String> names = new ArrayList<>();
    answer.json().path("hits").forEach(hit -> names.add(hit.path("asset").path("name").asString()));
    return names;
  }

  @Test
  void tagCanBeSearchedAndReadsAsItWas() {
    Client tenant = server.newTenant("tagged");
    Client first = tenant.bulk(tables("The first words."));
    first.postJson("/api/v1/tags", "{\"name\": \"v1\"}").expect(201);
    Client second = first.bulk(tables("Other words."));
    assertThat(found(tenant, "v1", "first words")).hasSize(TABLES);
    assertThat(found(second, head(second), "first")).isEmpty();
    assertThat(found(second, head(second), "other words")).isNotEmpty();
    Answer read =
        tenant.postJson("/api/v1/search?at=v1", "{\"query\": \"orders_100\"}").expect(200);
    assertThat(read.commit()).isEqualTo(head(first));
    assertThat(pages(tenant, "v1").stream().mapToInt(JsonNode::size).sum()).isEqualTo(TABLES);
  }

  @Test
  void indexAnswersAsTheTablesDo() {
    Client tenant = server.newTenant("compared");
    Client first = tenant.bulk(tables("The first words."));
    first.postJson("/api/v1/tags", "{\"name\": \"begin\"}").expect(201);
    Client second = first.bulk(tables("Other words.").subList(0, 20));
    Client last = second.bulk(tables("Last words.").subList(10, 30));
    // While the index is still at the second commit, it answers for it.
    last.get("/api/v1/assets?limit=1").expect(200);
    String at = head(second);
    List<JsonNode> ofTables = pages(tenant, at);
    String cursorOfTables = page(tenant, at, "").path("next").asString();
    assertThat(cursorOfTables).startsWith("t.");
    assertThat(found(tenant, at, "other words")).hasSize(20);
    List<JsonNode> ofIndex = pages(tenant, at);
    String cursorOfIndex = page(tenant, at, "").path("next").asString();
    assertThat(cursorOfIndex).doesNotStartWith("t.");
    assertThat(ofIndex).isEqualTo(ofTables).hasSizeGreaterThan(1);
    assertThat(page(tenant, at, cursorOfTables).path("items"))
        .isEqualTo(page(tenant, at, cursorOfIndex).path("items"));
  }

  @Test
  void whatNoIndexIsNearCanBeReadButNotSearched() {
    Client tenant = server.newTenant("far");
    Client first = tenant.bulk(tables("The first words."));
    Client second = first.bulk(tables("Other words."));
    second.postJson("/api/v1/search?at=" + head(second), "{\"query\": \"words\"}").expect(200);
    tenant
        .postJson("/api/v1/search?at=" + head(first), "{\"query\": \"words\"}")
        .problem(400, "search-not-available");
    assertThat(pages(tenant, head(first)).stream().mapToInt(JsonNode::size).sum())
        .isEqualTo(TABLES);
    tenant.get("/api/v1/assets?at=" + head(first) + "&cursor=AAAA").problem(400, "invalid-request");
  }

  @Test
  void branchHasAnIndexOfItsOwn() {
    Client tenant = server.newTenant("branched");
    Client main = tenant.bulk(tables("The first words."));
    main.postJson("/api/v1/branches", "{\"name\": \"draft\"}").expect(201);
    Client after = main.bulk(tables("Words of main."));
    assertThat(folder.resolve("branched").resolve("draft").resolve("current")).exists();
    Answer drafted =
        tenant
            .postJson("/api/v1/assets?branch=draft", table("shop.drafts", "Of the draft."))
            .expect(201);
    String search = "{\"query\": \"draft\"}";
    Client draft = tenant.after(drafted);
    assertThat(draft.postJson("/api/v1/search?branch=draft", search).json().path("hits"))
        .hasSize(1);
    assertThat(draft.get("/api/v1/assets?branch=draft&limit=100").expect(200).json().path("items"))
        .hasSize(TABLES + 1);
    assertThat(after.postJson("/api/v1/search", search).expect(200).json().path("hits")).isEmpty();
  }
}
