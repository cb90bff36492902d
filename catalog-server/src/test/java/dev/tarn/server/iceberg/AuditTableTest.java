package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.auth.OAuth2Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit as a table, for those who may read the audit. */
final class AuditTableTest {
  private static final Namespace TARN = Namespace.of("tarn");
  private static final TableIdentifier AUDIT = TableIdentifier.of(TARN, "audit");
  private static final TableIdentifier CHANGES = TableIdentifier.of(TARN, "changes");
  private static final TableIdentifier ASSETS = TableIdentifier.of(TARN, "assets");

  @TempDir Path folder;

  private static List<Record> rows(RESTCatalog catalog, TableIdentifier table) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> read = IcebergGenerics.read(catalog.loadTable(table)).build()) {
      read.forEach(rows::add);
    }
    return rows;
  }

  private static String key(Client client, String role) throws Exception {
    return client
        .post("/api/v1/keys", "{\"actor\": \"user:" + role + "\", \"roles\": [\"" + role + "\"]}")
        .expect(201)
        .json()
        .path("key")
        .asText();
  }

  @Test
  void whoMayReadTheAuditReadsItAsATable() throws Exception {
    IcebergServer server =
        IcebergServer.start(folder, Map.of("tarn.audit.table-interval", "200ms"));
    try {
      Client client = new Client(server.uri());
      client.post("/api/v1/branches", "{\"name\": \"dev\"}").expect(201);
      String reader = key(client, "reader");
      Client asReader = client.with("Authorization", "Bearer " + reader);
      asReader.post("/api/v1/branches", "{\"name\": \"mine\"}").expect(403);
      asReader.get("/api/v1/audit").expect(403);

      try (RESTCatalog admin = server.catalog("admin", Map.of());
          RESTCatalog other = server.catalog("reader", Map.of(OAuth2Properties.TOKEN, reader))) {
        await()
            .untilAsserted(
                () ->
                    assertThat(rows(admin, AUDIT))
                        .anyMatch(
                            row ->
                                row.getField("action").equals("read-audit")
                                    && row.getField("decision").equals("denied")));
        List<Record> rows = rows(admin, AUDIT);
        assertThat(rows)
            .anyMatch(
                row ->
                    row.getField("actor").equals("user:reader")
                        && row.getField("action").equals("manage-branches")
                        && row.getField("credential_kind").equals("api-key")
                        && row.getField("address") != null);
        List<Object> numbers = new ArrayList<>();
        List<Object> hashes = new ArrayList<>();
        for (Record row : rows) {
          numbers.add(row.getField("number"));
          hashes.add(row.getField("hash"));
        }
        assertThat(numbers).doesNotHaveDuplicates();
        for (JsonNode event :
            client.get("/api/v1/audit?limit=1000").expect(200).json().path("items")) {
          if (numbers.contains(event.path("number").asLong())) {
            assertThat(hashes).contains(event.path("hash").asText());
          }
        }
        assertThat(admin.listTables(TARN)).contains(AUDIT, CHANGES, ASSETS);

        assertThat(other.listTables(TARN)).contains(ASSETS).doesNotContain(AUDIT, CHANGES);
        assertThat(other.loadTable(ASSETS).schema().findField("id")).isNotNull();
        assertThatThrownBy(() -> other.loadTable(AUDIT)).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(() -> other.loadTable(CHANGES)).isInstanceOf(NoSuchTableException.class);
        assertThat(other.tableExists(AUDIT)).isFalse();
      }
      assertChangesSayWhoseKey(server, client, reader);
    } finally {
      server.stop();
    }
  }

  /** What an editor changes has the credential in the log, and not in the feed. */
  private static void assertChangesSayWhoseKey(IcebergServer server, Client client, String reader)
      throws Exception {
    Client editor = client.with("Authorization", "Bearer " + key(client, "editor"));
    editor
        .post("/api/v1/assets", "{\"type\": \"table\", \"qualifiedName\": \"shop.orders\"}")
        .expect(201);
    try (RESTCatalog admin = server.catalog("again", Map.of())) {
      Record row = rows(admin, CHANGES).getLast();
      assertThat(row.getField("credential_kind")).isEqualTo("api-key");
      assertThat((String) row.getField("credential_id")).isNotBlank();
      assertThat((String) row.getField("address")).isNotBlank();
      String feed =
          client
              .with("Authorization", "Bearer " + reader)
              .get("/api/v1/changes?after=0")
              .expect(200)
              .text();
      assertThat(feed)
          .contains("shop.orders")
          .doesNotContain(
              (String) row.getField("credential_id"), "\"" + row.getField("address") + "\"");
    }
    String log =
        client.get("/api/v1/audit/verification/log").expect(200).text().lines().toList().getLast();
    assertThat(log).contains("\"holds\":true", "\"firstChained\":1");
  }
}
