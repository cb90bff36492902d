package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import dev.tarn.testkit.S3Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tenants with buckets and keys of their own on one server. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TenantStoragesTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/";
  private static final S3Process.Bucket EU = new S3Process.Bucket("eu-lake", "eu-id", "eu-secret");
  private static final S3Process.Bucket US = new S3Process.Bucket("us-lake", "us-id", "us-secret");
  private static final Namespace SHOP = Namespace.of("shop");
  private static final TableIdentifier ORDERS = TableIdentifier.of(SHOP, "orders");
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));
  private static final long ROWS = 100;

  @TempDir Path folder;
  private S3Process store;
  private FakeSts sts;
  private IcebergServer server;
  private Client operator;

  @BeforeEach
  void start() throws Exception {
    store = S3Process.start(Files.createDirectories(folder.resolve("s3")), List.of(EU, US), "256m");
    sts = FakeSts.start(Map.of(ROLE + "eu", EU, ROLE + "us", US));
    Map<String, String> settings = new HashMap<>();
    settings.putAll(profile("eu", EU));
    settings.putAll(profile("us", US));
    settings.put("tarn.storage.profiles.vault.location", "file://" + vault().resolve("tables"));
    settings.put("tarn.storage.profiles.vault.warehouse", vault().resolve("tarn").toString());
    startServer(settings);
  }

  private void startServer(Map<String, String> settings) throws Exception {
    server = IcebergServer.start(folder, settings);
    operator = new Client(server.uri());
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
    sts.close();
    server.stop();
  }

  private Path vault() {
    return folder.resolve("vault");
  }

  private Map<String, String> profile(String name, S3Process.Bucket bucket) {
    String prefix = "tarn.storage.profiles." + name + ".";
    return Map.of(
        prefix + "location",
        "s3://" + bucket.name() + "/tables",
        prefix + "s3.endpoint",
        store.endpoint().toString(),
        prefix + "s3.region",
        S3Process.REGION,
        prefix + "s3.path-style-access",
        "true",
        prefix + "s3.access-key-id",
        bucket.accessKeyId(),
        prefix + "s3.secret-access-key",
        bucket.secretAccessKey(),
        prefix + "s3.role-arn",
        ROLE + name,
        prefix + "s3.sts-endpoint",
        sts.uri().toString());
  }

  private void tenant(String name, String storage) throws Exception {
    operator
        .post("/api/v1/tenants", "{\"name\":\"%s\",\"storage\":\"%s\"}".formatted(name, storage))
        .expect(201);
  }

  /** Opens a catalog with no keys but those that the server gives. */
  private RESTCatalog open(String tenant) {
    return server.catalog(
        tenant,
        Map.of(
            CatalogProperties.WAREHOUSE_LOCATION,
            tenant,
            CatalogProperties.FILE_IO_IMPL,
            S3FileIO.class.getName(),
            "header.X-Iceberg-Access-Delegation",
            "vended-credentials"));
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

  private Table fill(RESTCatalog catalog, TableIdentifier name) throws IOException {
    if (!catalog.namespaceExists(name.namespace())) {
      catalog.createNamespace(name.namespace());
    }
    Table table = catalog.createTable(name, SCHEMA);
    table.newAppend().appendFile(write(table)).commit();
    Table read = catalog.loadTable(name);
    try (CloseableIterable<Record> rows = IcebergGenerics.read(read).build()) {
      assertThat(rows).hasSize((int) ROWS);
    }
    return read;
  }

  private List<Path> filesIn(S3Process.Bucket bucket, String tenant) throws IOException {
    return files(store.bucket(bucket.name()).resolve("tables").resolve(tenant));
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Files as an engine reaches them with keys that it was given. */
  private S3FileIO withKeys(Map<String, String> keys) {
    Map<String, String> properties = new HashMap<>(keys);
    properties.put(S3FileIOProperties.ENDPOINT, store.endpoint().toString());
    properties.put(AwsClientProperties.CLIENT_REGION, S3Process.REGION);
    properties.put(S3FileIOProperties.PATH_STYLE_ACCESS, "true");
    S3FileIO files = new S3FileIO();
    files.initialize(properties);
    return files;
  }

  private Map<String, String> keysOf(String tenant) throws Exception {
    JsonNode keys =
        operator
            .get("/iceberg/v1/" + tenant + "/namespaces/shop/tables/orders/credentials")
            .expect(200)
            .json()
            .path("storage-credentials");
    assertThat(keys).hasSize(1);
    Map<String, String> config = new HashMap<>();
    keys.path(0)
        .path("config")
        .properties()
        .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
    return config;
  }

  private String plan(String tenant, int status) throws Exception {
    return operator
        .post("/iceberg/v1/" + tenant + "/namespaces/shop/tables/orders/plan", "{}")
        .expect(status)
        .text();
  }

  @Test
  void eachTenantHasItsBucketAndItsKeysAndNobodyElses() throws Exception {
    tenant("acme", "eu");
    tenant("globex", "us");
    String refused =
        operator
            .post("/api/v1/tenants", "{\"name\":\"lost\",\"storage\":\"mars\"}")
            .expect(400)
            .text();
    assertThat(refused).contains("no storage mars").contains("default, eu, us, vault");
    operator.get("/api/v1/tenants/lost").expect(404);
    String shown = operator.get("/api/v1/tenants/acme").expect(200).text();
    assertThat(shown).contains("\"storage\":\"eu\"").doesNotContain("secret");

    try (RESTCatalog acme = open("acme");
        RESTCatalog globex = open("globex")) {
      Table european = fill(acme, ORDERS);
      Table american = fill(globex, ORDERS);
      assertThat(european.location()).startsWith("s3://eu-lake/tables/acme/");
      assertThat(american.location()).startsWith("s3://us-lake/tables/globex/");
      assertThat(sts.policies(ROLE + "eu"))
          .isNotEmpty()
          .allSatisfy(
              policy ->
                  assertThat(policy)
                      .contains("arn:aws:s3:::eu-lake/tables/acme/")
                      .doesNotContain("us-lake", "globex"));

      String metadata = metadata("acme");
      Map<String, String> own = keysOf("acme");
      Map<String, String> others = keysOf("globex");
      try (S3FileIO mine = withKeys(own);
          S3FileIO theirs = withKeys(others)) {
        assertThat(mine.newInputFile(metadata).exists()).isTrue();
        assertThatThrownBy(() -> theirs.newInputFile(metadata).exists())
            .isInstanceOfSatisfying(
                S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
      }
      assertThatThrownBy(() -> globex.registerTable(TableIdentifier.of(SHOP, "taken"), metadata))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(
              () ->
                  globex
                      .buildTable(TableIdentifier.of(SHOP, "beside"), SCHEMA)
                      .withLocation("file:///tmp/beside")
                      .create())
          .as("a place that tenants without a storage of their own may use")
          .isInstanceOf(ForbiddenException.class);
      assertThat(plan("globex", 200)).contains("s3://us-lake/tables/globex/");
      foreignManifestsAreNotRead(european.currentSnapshot().manifestListLocation());
    }
    operator.post("/api/v1/tenants/acme/suspend", "").expect(200);
    JsonNode removal = operator.delete("/api/v1/tenants/acme?confirm=acme").expect(200).json();
    assertThat(removal.path("proven").asBoolean()).as(removal.toString()).isTrue();
    assertThat(filesIn(EU, "acme")).isEmpty();
    assertThat(filesIn(US, "globex")).isNotEmpty();
  }

  private String metadata(String tenant) throws Exception {
    return operator
        .get("/iceberg/v1/" + tenant + "/namespaces/shop/tables/orders")
        .expect(200)
        .json()
        .path("metadata-location")
        .asText();
  }

  /**
   * A snapshot is what its engine says: the server does not follow it to another tenant's files.
   */
  private void foreignManifestsAreNotRead(String manifests) throws Exception {
    operator
        .post(
            "/iceberg/v1/globex/namespaces/shop/tables/orders",
            """
            {"requirements": [], "updates": [
              {"action": "add-snapshot", "snapshot": {"snapshot-id": 77, "sequence-number": 9,
                "timestamp-ms": %d, "manifest-list": "%s", "schema-id": 0,
                "summary": {"operation": "append"}}},
              {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch",
                "snapshot-id": 77}]}
            """
                .formatted(System.currentTimeMillis(), manifests))
        .expect(200);
    assertThat(plan("globex", 403)).contains("ForbiddenException");
  }

  @Test
  void aCloneReadsWhatItBeganWithFromTheStorageOfItsSource() throws Exception {
    tenant("acme", "eu");
    try (RESTCatalog acme = open("acme")) {
      fill(acme, ORDERS);
    }
    operator
        .post("/api/v1/tenants/acme/clone", "{\"name\":\"copy\",\"storage\":\"us\"}")
        .expect(201);
    operator.post("/api/v1/tenants/acme/clone", "{\"name\":\"twin\"}").expect(201);
    assertThat(operator.get("/api/v1/tenants/twin").expect(200).text())
        .contains("\"storage\":\"eu\"");
    try (RESTCatalog copy = open("copy");
        RESTCatalog twin = open("twin")) {
      assertThat(twin.loadTable(ORDERS).location()).startsWith("s3://eu-lake/tables/twin/");
      Table copied = copy.loadTable(ORDERS);
      assertThat(copied.location()).startsWith("s3://us-lake/tables/copy/");
      assertThat(plan("copy", 200)).contains("s3://eu-lake/tables/acme/");
      assertThat(plan("twin", 200)).contains("s3://eu-lake/tables/acme/");
      copied.updateProperties().set("a", "b").commit();
      fill(copy, TableIdentifier.of(SHOP, "own"));
      assertThat(filesIn(US, "copy")).hasSizeGreaterThan(3);
      assertThat(sts.policies(ROLE + "us"))
          .isNotEmpty()
          .allSatisfy(policy -> assertThat(policy).doesNotContain("eu-lake"));
    }
    JsonNode removal = delete("acme");
    assertThat(removal.path("keptFiles").asLong()).isPositive();
    assertThat(plan("copy", 200)).contains("s3://eu-lake/tables/acme/");
    delete("twin");
    assertThat(filesIn(EU, "acme")).isNotEmpty();
    delete("copy");
    assertThat(filesIn(US, "copy")).isEmpty();
    assertThat(filesIn(EU, "acme")).isEmpty();
  }

  private JsonNode delete(String tenant) throws Exception {
    operator.post("/api/v1/tenants/" + tenant + "/suspend", "").expect(200);
    JsonNode removal =
        operator.delete("/api/v1/tenants/" + tenant + "?confirm=" + tenant).expect(200).json();
    assertThat(removal.path("proven").asBoolean()).as(removal.toString()).isTrue();
    return removal;
  }

  @Test
  void aWarehouseOfItsOwnHoldsWhatTarnKeepsOfATenant() throws Exception {
    tenant("acme", "vault");
    Client acme = operator.with("Tarn-Tenant", "acme");
    acme.post("/api/v1/assets", "{\"type\":\"table\",\"qualifiedName\":\"a.t\"}").expect(201);
    Path own = vault().resolve("tarn").resolve("acme");
    assertThat(own.resolve("tenant.json")).exists();
    assertThat(files(own.resolve("journal"))).isNotEmpty();
    Path link = folder.resolve("data").resolve("warehouse").resolve("acme");
    assertThat(link).isSymbolicLink();
    server.stop();

    startServer(Map.of());
    acme = operator.with("Tarn-Tenant", "acme");
    assertThat(acme.get("/api/v1/assets").expect(200).json().path("items")).hasSize(1);
    assertThat(operator.get("/iceberg/v1/config?warehouse=acme").expect(503).text())
        .contains("storage-not-configured")
        .contains("does not have the storage vault");
    operator.post("/api/v1/tenants/acme/suspend", "").expect(200);
    assertThat(operator.delete("/api/v1/tenants/acme?confirm=acme").expect(503).text())
        .contains("storage-not-configured");
    assertThat(operator.get("/api/v1/tenants/acme").expect(200).text()).contains("suspended");
    server.stop();

    startServer(
        Map.of(
            "tarn.storage.profiles.vault.location",
            "file://" + vault().resolve("tables"),
            "tarn.storage.profiles.vault.warehouse",
            vault().resolve("tarn").toString()));
    delete("acme");
    assertThat(own).doesNotExist();
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }
}
