package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import dev.tarn.testkit.S3Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables in a store that speaks as S3 does, and checks signatures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class S3TablesTest {
  private static final String BUCKET = "lake";
  private static final String LOCATION = "s3://lake/tables";
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));
  private static final long ROWS = 1_000;

  @TempDir static Path folder;
  private S3Process store;
  private IcebergServer server;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    store = S3Process.start(Files.createDirectories(folder.resolve("s3")), BUCKET, "256m");
    Map<String, String> settings = new HashMap<>(store.serverSettings(LOCATION));
    settings.put("tarn.rest.iceberg.allowed-locations", "s3://lake");
    server = IcebergServer.start(folder, settings);
    client = new Client(server.uri());
    client.post("/api/v1/tenants", "{\"name\":\"acme\"}").expect(201);
  }

  @AfterAll
  void stop() throws Exception {
    // First: if the server did not start, there is only the store to stop.
    store.close();
    server.stop();
  }

  private RESTCatalog open(String warehouse) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
    properties.put(CatalogProperties.FILE_IO_IMPL, S3FileIO.class.getName());
    properties.put(S3FileIOProperties.ENDPOINT, store.endpoint().toString());
    properties.put(AwsClientProperties.CLIENT_REGION, S3Process.REGION);
    properties.put(S3FileIOProperties.PATH_STYLE_ACCESS, "true");
    properties.put(S3FileIOProperties.ACCESS_KEY_ID, S3Process.ACCESS_KEY_ID);
    properties.put(S3FileIOProperties.SECRET_ACCESS_KEY, S3Process.SECRET_ACCESS_KEY);
    return server.catalog("s3", properties);
  }

  private static DataFile write(Table table) throws IOException {
    DataWriter<Record> writer =
        Parquet.writeData(
                table.io().newOutputFile(table.locationProvider().newDataLocation("rows.parquet")))
            .schema(table.schema())
            .withSpec(PartitionSpec.unpartitioned())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      for (long i = 0; i < ROWS; i++) {
        writer.write(GenericRecord.create(SCHEMA).copy(Map.of("id", i, "name", "row " + i)));
      }
    }
    return writer.toDataFile();
  }

  private List<String> metadataFiles(Table table) throws IOException {
    assertThat(table.location()).startsWith("s3://lake/");
    Path place = store.bucket(BUCKET).resolve(table.location().substring("s3://lake/".length()));
    try (Stream<Path> files = Files.list(place.resolve("metadata"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".metadata.json"))
          .toList();
    }
  }

  @Test
  void rowsThatAnEngineWritesAreThereWithTheirEntry() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      catalog.createNamespace(Namespace.of("shop"));
      TableIdentifier name = TableIdentifier.of("shop", "orders");
      Table table = catalog.createTable(name, SCHEMA);
      table.newAppend().appendFile(write(table)).commit();
      table.updateSchema().addColumn("total", Types.DoubleType.get()).commit();

      Table read = catalog.loadTable(name);
      try (CloseableIterable<Record> rows = IcebergGenerics.read(read).build()) {
        assertThat(rows).hasSize((int) ROWS).allSatisfy(row -> assertThat(row.size()).isEqualTo(3));
      }
      assertThat(read.location()).startsWith(LOCATION + "/default/shop/orders-");
      assertThat(metadataFiles(read)).hasSize(3);

      String load = "/iceberg/v1/default/namespaces/shop/tables/orders";
      String commit = client.get(load).expect(200).header("Tarn-Commit");
      JsonNode entry =
          client
              .with("Tarn-Min-Commit", commit)
              .get("/api/v1/assets/by-name?type=table&qualifiedName=iceberg.shop.orders")
              .expect(200)
              .json();
      assertThat(entry.toString()).contains(read.location()).contains("1000");
    }
  }

  @Test
  void aCommitThatIsRefusedLeavesNoFile() throws Exception {
    try (RESTCatalog catalog = open("default")) {
      catalog.createNamespace(Namespace.of("refused"));
      Table table = catalog.createTable(TableIdentifier.of("refused", "t"), SCHEMA);
      client
          .post(
              "/iceberg/v1/default/namespaces/refused/tables/t",
              "{\"requirements\":[{\"type\":\"assert-current-schema-id\",\"current-schema-id\":7}],"
                  + "\"updates\":[{\"action\":\"set-properties\",\"updates\":{\"a\":\"b\"}}]}")
          .expect(409);
      client
          .post(
              "/iceberg/v1/default/namespaces/refused/tables",
              "{\"name\":\"t\",\"schema\":{\"type\":\"struct\",\"fields\":[]}}")
          .expect(409);
      assertThat(metadataFiles(table)).hasSize(1);
    }
  }

  /** Though all of the bucket is allowed: what a tenant's folder holds is that tenant's. */
  @Test
  void aTenantDoesNotReachWhatIsAnothers() throws Exception {
    try (RESTCatalog ours = open("default");
        RESTCatalog acmes = open("acme")) {
      ours.createNamespace(Namespace.of("ours"));
      acmes.createNamespace(Namespace.of("acmes"));
      Table table = acmes.createTable(TableIdentifier.of("acmes", "secret"), SCHEMA);
      assertThat(table.location()).startsWith(LOCATION + "/acme/");
      TableIdentifier taken = TableIdentifier.of("ours", "taken");
      String metadata = LOCATION + "/acme/" + "acmes/secret/metadata/00000.metadata.json";
      for (String place : List.of(metadata, metadata.replace("s3://", "s3a://"))) {
        assertThatThrownBy(() -> ours.registerTable(taken, place))
            .isInstanceOf(ForbiddenException.class);
      }
      assertThatThrownBy(
              () -> ours.buildTable(taken, SCHEMA).withLocation(table.location()).create())
          .isInstanceOf(ForbiddenException.class);
      Table own = ours.createTable(taken, SCHEMA);
      assertThatThrownBy(
              () -> own.updateProperties().set("write.data.path", LOCATION + "/acme/x").commit())
          .isInstanceOf(ForbiddenException.class);
      Table beside =
          ours.buildTable(TableIdentifier.of("ours", "beside"), SCHEMA)
              .withLocation("s3://lake/old/t")
              .create();
      assertThat(metadataFiles(beside)).hasSize(1);
    }
  }

  private Set<String> filesOf(Table table) throws IOException {
    Path bucket = store.bucket(BUCKET);
    Path place = bucket.resolve(table.location().substring("s3://lake/".length()));
    if (!Files.exists(place)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bucket.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private JsonNode collectGarbage() throws Exception {
    String address =
        client
            .post("/api/v1/maintenance/collect-garbage?olderThan=PT0S", "")
            .expect(202)
            .header("Location");
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> client.get(address).expect(200).json(),
            run -> !run.path("status").asText().equals("running"));
  }

  @Test
  void whatOnlyADeletedBranchHadGoes() throws Exception {
    try (RESTCatalog main = open("default")) {
      main.createNamespace(Namespace.of("forked"));
      TableIdentifier name = TableIdentifier.of("forked", "t");
      Table table = main.createTable(name, SCHEMA);
      table.newAppend().appendFile(write(table)).commit();
      client.post("/api/v1/branches", "{\"name\":\"dev\"}").expect(201);
      Set<String> before = filesOf(table);
      Table own;
      try (RESTCatalog dev = open("default@dev")) {
        Table onDev = dev.loadTable(name);
        onDev.updateProperties().set("a", "b").commit();
        onDev.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        own = dev.createTable(TableIdentifier.of("forked", "own"), SCHEMA);
        own.newAppend().appendFile(write(own)).commit();
      }
      assertThat(filesOf(own)).hasSizeGreaterThan(3);
      assertThat(filesOf(table)).hasSizeGreaterThan(before.size());
      client.delete("/api/v1/branches/dev").expect(204);

      JsonNode run = collectGarbage();
      assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("succeeded");
      assertThat(run.path("found").path("unknownBranches").asInt()).isZero();
      assertThat(filesOf(own)).isEmpty();
      assertThat(filesOf(table)).isEqualTo(before);
      try (CloseableIterable<Record> rows = IcebergGenerics.read(main.loadTable(name)).build()) {
        assertThat(rows).hasSize((int) ROWS);
      }
    }
  }
}
