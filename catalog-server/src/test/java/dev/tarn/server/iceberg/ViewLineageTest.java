package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commit of a view says what the view reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ViewLineageTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir static Path folder;
  private IcebergServer server;
  private RESTCatalog catalog;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = IcebergServer.start(folder);
    catalog = server.catalog("views", Map.of("header.Tarn-Catalog-Name", "lake"));
    client = new Client(server.uri());
    catalog.createNamespace(Namespace.of("shop"));
    catalog.createNamespace(Namespace.of("shop", "eu"));
    for (String table : new String[] {"orders", "buyers", "old"}) {
      catalog.createTable(TableIdentifier.of("shop", table), SCHEMA);
    }
    catalog.createTable(TableIdentifier.of(Namespace.of("shop", "eu"), "cities"), SCHEMA);
  }

  @AfterAll
  void stop() throws Exception {
    catalog.close();
    server.stop();
  }

  private void view(String name, String dialect, String sql) {
    catalog
        .buildView(TableIdentifier.of("shop", name))
        .withSchema(SCHEMA)
        .withDefaultNamespace(Namespace.of("shop"))
        .withQuery(dialect, sql)
        .createOrReplace();
  }

  /** Returns the qualified names of what a view is made of. */
  private Set<String> sources(String view) throws Exception {
    String head = client.get("/api/v1/status").expect(200).json().path("head").asText();
    JsonNode asset =
        client
            .with("Tarn-Min-Commit", head)
            .get("/api/v1/assets/by-name?type=view&qualifiedName=iceberg.shop." + view)
            .expect(200)
            .json();
    JsonNode edges =
        client
            .get(
                "/api/v1/relationships?type=lineage&target="
                    + asset.path("id").asText()
                    + "&limit=100")
            .expect(200)
            .json();
    Set<String> names = new TreeSet<>();
    for (JsonNode edge : edges.path("items")) {
      assertThat(edge.path("attributes").path("transformationType").asText()).isEqualTo("view");
      names.add(
          client
              .get("/api/v1/assets/" + edge.path("source").asText())
              .expect(200)
              .json()
              .path("qualifiedName")
              .asText());
    }
    return names;
  }

  @Test
  void aViewIsMadeOfWhatItReads() throws Exception {
    view(
        "joined",
        "trino",
        "SELECT o.id FROM lake.shop.orders o JOIN \"BUYERS\" b ON b.id = o.id"
            + " JOIN lake.\"shop.eu\".cities c ON c.id = b.id JOIN hive.shop.elsewhere e ON true");
    assertThat(sources("joined"))
        .containsExactly("iceberg.shop.buyers", "iceberg.shop.eu.cities", "iceberg.shop.orders");

    view("joined", "trino", "SELECT id FROM lake.shop.orders");
    assertThat(sources("joined")).containsExactly("iceberg.shop.orders");

    view("onto", "spark", "WITH j AS (SELECT id FROM joined) SELECT id FROM j");
    assertThat(sources("onto")).containsExactly("iceberg.shop.joined");
  }

  @Test
  void aSourceThatIsGoneIsNoHindrance() throws Exception {
    view("aged", "spark", "SELECT id FROM shop.old");
    assertThat(sources("aged")).containsExactly("iceberg.shop.old");

    catalog.dropTable(TableIdentifier.of("shop", "old"), false);
    view("aged", "spark", "SELECT id FROM shop.buyers");

    assertThat(sources("aged")).containsExactly("iceberg.shop.buyers");
  }

  @Test
  void whatNobodyUnderstandsIsAViewAllTheSame() throws Exception {
    view("strange", "other", "FROM shop.orders |> SELECT id");
    assertThat(sources("strange")).isEmpty();
    view("itself", "spark", "SELECT id FROM shop.itself");
    assertThat(sources("itself")).isEmpty();
    view("reports", "trino", "SELECT id FROM lake.tarn.assets");
    assertThat(sources("reports")).isEmpty();
  }
}
