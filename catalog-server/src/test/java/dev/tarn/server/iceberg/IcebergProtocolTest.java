package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.server.e2e.Client;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Iceberg's own tests do not ask for: branches, tags, keys, pages, tags of entities, limits.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IcebergProtocolTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
  private static final int WRITERS = 8;
  private static final int COMMITS_EACH = 5;

  @TempDir static Path folder;
  private IcebergServer server;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = IcebergServer.start(folder);
    client = new Client(server.uri());
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  private RESTCatalog open(String warehouse) {
    return server.catalog("protocol", Map.of("warehouse", warehouse));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void aBranchHasItsOwnTablesAndATagIsOnlyRead() throws Exception {
    try (RESTCatalog main = open("default")) {
      Namespace namespace = Namespace.of("branches");
      TableIdentifier orders = TableIdentifier.of(namespace, "orders");
      main.createNamespace(namespace);
      main.createTable(orders, SCHEMA);
      client.post("/api/v1/branches", "{\"name\":\"draft\"}").expect(201);
      client.post("/api/v1/tags", "{\"name\":\"v1\"}").expect(201);
      String commit = client.get("/api/v1/status").expect(200).json().path("head").asText();

      try (RESTCatalog draft = open("default@draft");
          RESTCatalog tagged = open("default@v1");
          RESTCatalog past = open("default@" + commit)) {
        draft.loadTable(orders).updateSchema().addColumn("total", Types.DoubleType.get()).commit();
        main.loadTable(orders).updateProperties().set("owner", "main").commit();

        assertThat(draft.loadTable(orders).schema().columns()).hasSize(2);
        assertThat(draft.loadTable(orders).properties()).doesNotContainKey("owner");
        assertThat(main.loadTable(orders).schema().columns()).hasSize(1);
        for (RESTCatalog fixed : List.of(tagged, past)) {
          Table old = fixed.loadTable(orders);
          assertThat(old.schema().columns()).hasSize(1);
          assertThat(old.properties()).doesNotContainKey("owner");
          assertThatThrownBy(() -> old.updateProperties().set("a", "b").commit())
              .isInstanceOf(BadRequestException.class);
          assertThatThrownBy(() -> fixed.dropTable(orders)).isInstanceOf(BadRequestException.class);
        }
      }
    }
    assertThat(
            client
                .get(
                    "/api/v1/assets/by-name?branch=draft&type=column&qualifiedName="
                        + "iceberg.branches.orders.total")
                .expect(200)
                .json()
                .path("name")
                .asText())
        .isEqualTo("total");
    client
        .get("/api/v1/assets/by-name?type=column&qualifiedName=iceberg.branches.orders.total")
        .expect(404);
  }

  @Test
  void theConfigurationNamesThePrefixAndWhatWorks() throws Exception {
    JsonNode config = client.get("/iceberg/v1/config?warehouse=default").expect(200).json();
    assertThat(config.path("overrides").path("prefix").asText()).isEqualTo("default");
    assertThat(config.path("idempotency-key-lifetime").asText()).isEqualTo("PT24H");
    assertThat(config.path("endpoints").toString())
        .contains(
            "POST /v1/{prefix}/transactions/commit",
            "GET /v1/{prefix}/namespaces/{namespace}/tables/{table}/credentials")
        .doesNotContain("sign");
    JsonNode missing = client.get("/iceberg/v1/config?warehouse=nobody").expect(404).json();
    assertThat(missing.path("error").path("type").asText()).isEqualTo("NoSuchWarehouseException");
    client.get("/iceberg/v1/config?warehouse=default@nowhere").expect(404);
    JsonNode none = client.get("/iceberg/v1/default/namespaces/a/tables/b/sign").json();
    assertThat(none.path("error").path("code").asInt()).isEqualTo(406);
  }

  @Test
  void aKeyLetsARequestBeSentTwiceAndDoneOnce() throws Exception {
    client.post("/iceberg/v1/default/namespaces", "{\"namespace\":[\"keys\"]}").expect(200);
    String create =
        "{\"name\":\"t\",\"schema\":{\"type\":\"struct\",\"fields\":[{\"id\":1,\"name\":\"id\","
            + "\"type\":\"long\",\"required\":false}]}}";
    Client keyed = client.with("Idempotency-Key", UUID.randomUUID().toString());
    String tables = "/iceberg/v1/default/namespaces/keys/tables";
    JsonNode first = keyed.post(tables, create).expect(200).json();
    JsonNode second = keyed.post(tables, create).expect(200).json();
    assertThat(second.path("metadata-location")).isEqualTo(first.path("metadata-location"));
    client.post(tables, create).expect(409);
    keyed.post(tables, create.replace("\"t\"", "\"u\"")).expect(422);

    String update =
        "{\"requirements\":[],\"updates\":[{\"action\":\"set-properties\",\"updates\":{\"n\":\"%d\"}}]}";
    Client once = client.with("Idempotency-Key", UUID.randomUUID().toString());
    JsonNode one = once.post(tables + "/t", update.formatted(1)).expect(200).json();
    client.post(tables + "/t", update.formatted(2)).expect(200);
    JsonNode again = once.post(tables + "/t", update.formatted(1)).expect(200).json();
    assertThat(one.path("metadata").path("properties").path("n").asText()).isEqualTo("1");
    assertThat(again.path("metadata").path("properties").path("n").asText()).isEqualTo("2");

    Client dropping = client.with("Idempotency-Key", UUID.randomUUID().toString());
    dropping.delete(tables + "/t").expect(204);
    dropping.delete(tables + "/t").expect(204);
    client.delete(tables + "/t").expect(404);
  }

  @Test
  void aTableThatIsAsTheClientKnowsItIsNotSentAgain() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      catalog.createNamespace(Namespace.of("tags"));
      Table table = catalog.createTable(TableIdentifier.of("tags", "t"), SCHEMA);
      String path = "/iceberg/v1/default/namespaces/tags/tables/t";
      String tag = client.get(path).expect(200).header("ETag");
      client.with("If-None-Match", tag).get(path).expect(304);
      assertThat(client.get(path + "?snapshots=refs").expect(200).header("ETag")).isNotEqualTo(tag);
      table.updateProperties().set("a", "b").commit();
      client.with("If-None-Match", tag).get(path).expect(200);
    }
  }

  @Test
  void listsComeInPages() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      catalog.createNamespace(Namespace.of("pages"));
      for (int i = 0; i < 5; i++) {
        catalog.createTable(TableIdentifier.of("pages", "t" + i), SCHEMA);
      }
      List<String> names = new ArrayList<>();
      String token = "";
      int pages = 0;
      do {
        JsonNode page =
            client
                .get(
                    "/iceberg/v1/default/namespaces/pages/tables?pageSize=2&pageToken="
                        + Client.encode(token))
                .expect(200)
                .json();
        page.path("identifiers").forEach(name -> names.add(name.path("name").asText()));
        token = page.path("next-page-token").asText("");
        pages++;
      } while (!token.isEmpty() && !token.equals("null"));
      assertThat(names).containsExactly("t0", "t1", "t2", "t3", "t4");
      assertThat(pages).isEqualTo(3);
    }
  }

  @Test
  void tablesAreWhereTheyMayBeAndNowhereElse() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      catalog.createNamespace(Namespace.of("fence"));
      TableIdentifier name = TableIdentifier.of("fence", "t");
      for (String place : List.of("file:///etc/tarn", "file:/tmp/../etc/tarn", "s3://other/t")) {
        assertThatThrownBy(() -> catalog.buildTable(name, SCHEMA).withLocation(place).create())
            .isInstanceOf(ForbiddenException.class);
      }
      assertThatThrownBy(() -> catalog.registerTable(name, "file:///etc/hostname"))
          .isInstanceOf(ForbiddenException.class);
      Table table = catalog.createTable(name, SCHEMA);
      assertThatThrownBy(
              () -> table.updateProperties().set("write.data.path", "file:///etc/tarn").commit())
          .isInstanceOf(ForbiddenException.class);
      assertThat(catalog.loadTable(name).properties()).doesNotContainKey("write.data.path");
    }
  }

  @Test
  void namesAreWhatTheyAre() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      for (String odd : List.of("a b", "a+b", "a/b", "a.b", "ä€", "per%20cent", "\"q\"")) {
        Namespace namespace = Namespace.of("odd", odd);
        if (!catalog.namespaceExists(Namespace.of("odd"))) {
          catalog.createNamespace(Namespace.of("odd"));
        }
        catalog.createNamespace(namespace);
        TableIdentifier name = TableIdentifier.of(namespace, odd);
        catalog.createTable(
            name, new Schema(Types.NestedField.optional(1, " x\t", Types.LongType.get())));
        assertThat(catalog.tableExists(name)).isTrue();
        assertThat(catalog.listTables(namespace)).containsExactly(name);
        assertThat(catalog.loadTable(name).schema().findField(1).name()).isEqualTo(" x\t");
      }
      assertThat(catalog.listNamespaces(Namespace.of("odd"))).hasSize(7);
    }
  }

  @Test
  void writersOfOneTableAllGetIn() throws Exception {
    try (RESTCatalog catalog = open("default");
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      catalog.createNamespace(Namespace.of("many"));
      TableIdentifier name = TableIdentifier.of("many", "t");
      Table table = catalog.createTable(name, SCHEMA);
      String path = "/iceberg/v1/default/namespaces/many/tables/t";
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        done.add(
            writers.submit(
                () -> {
                  for (int i = 0; i < COMMITS_EACH; i++) {
                    client
                        .post(
                            path,
                            "{\"requirements\":[],\"updates\":[{\"action\":\"set-properties\","
                                + "\"updates\":{\"w%d-%d\":\"x\"}}]}".formatted(number, i))
                        .expect(200);
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      Table now = catalog.loadTable(name);
      assertThat(now.properties().keySet().stream().filter(key -> key.startsWith("w")))
          .filteredOn(key -> key.matches("w\\d+-\\d+"))
          .hasSize(WRITERS * COMMITS_EACH);
      // Each is in the history of the table, and nothing else is on storage.
      try (Stream<Path> files =
          Files.list(Path.of(URI.create(table.location())).resolve("metadata"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".metadata.json")).count())
            .isEqualTo(WRITERS * COMMITS_EACH + 1);
      }
      JsonNode log =
          json(client.get(path).expect(200).text()).path("metadata").path("metadata-log");
      assertThat(log).hasSize(WRITERS * COMMITS_EACH);
    }
  }

  @Test
  void tarnsOwnTablesAreRead() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      Namespace own = Namespace.of("tarn");
      assertThat(catalog.listNamespaces()).contains(own);
      assertThat(catalog.listTables(own))
          .contains(TableIdentifier.of(own, "assets"), TableIdentifier.of(own, "changes"));
      assertThat(catalog.loadTable(TableIdentifier.of(own, "changes")).schema().findField("seq"))
          .isNotNull();
      Table assets = catalog.loadTable(TableIdentifier.of(own, "assets"));
      assertThatThrownBy(() -> assets.updateProperties().set("a", "b").commit())
          .isInstanceOf(BadRequestException.class);
      assertThatThrownBy(() -> catalog.createTable(TableIdentifier.of(own, "x"), SCHEMA))
          .isInstanceOf(BadRequestException.class);
      assertThatThrownBy(() -> catalog.dropTable(TableIdentifier.of(own, "assets")))
          .isInstanceOf(BadRequestException.class);
    }
  }
}
