package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.server.e2e.Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine's tables in a clone: what was there is read, what is new is the clone's own. */
final class ClonedTablesTest {
  private static final TableIdentifier ORDERS = TableIdentifier.of("sales", "orders");
  private static final TableIdentifier BIG = TableIdentifier.of("sales", "big");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir Path folder;

  private static void append(Table table, String name) {
    DataFile file =
        DataFiles.builder(PartitionSpec.unpartitioned())
            .withPath(table.locationProvider().newDataLocation(name))
            .withFileSizeInBytes(10)
            .withRecordCount(1)
            .build();
    table.newAppend().appendFile(file).commit();
  }

  private static List<String> files(Table table) throws Exception {
    table.refresh();
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    }
    return files.stream().sorted().toList();
  }

  @Test
  void aCloneWritesToATableThatItBeganWithInItsOwnFolder() throws Exception {
    IcebergServer server = IcebergServer.start(folder);
    try (RESTCatalog source =
        server.catalog("source", Map.of(CatalogProperties.WAREHOUSE_LOCATION, "default"))) {
      source.createNamespace(Namespace.of("sales"));
      Table orders = source.createTable(ORDERS, SCHEMA);
      append(orders, "first.parquet");
      Client operator = new Client(server.uri());
      operator.post("/api/v1/tenants/default/clone", "{\"name\":\"copy\"}").expect(201);
      try (RESTCatalog clone =
          server.catalog("clone", Map.of(CatalogProperties.WAREHOUSE_LOCATION, "copy"))) {
        Table copied = clone.loadTable(ORDERS);
        assertThat(copied.location()).contains("/copy/data/").doesNotContain("/default/data/");
        assertThat(files(copied)).isEqualTo(files(orders));
        append(copied, "second.parquet");
        assertThat(files(copied))
            .hasSize(2)
            .anyMatch(file -> file.contains("/default/data/") && file.endsWith("first.parquet"))
            .anyMatch(file -> file.contains("/copy/data/") && file.endsWith("second.parquet"));
        assertThat(files(orders)).hasSize(1);
        append(orders, "third.parquet");
        assertThat(files(copied)).noneMatch(file -> file.endsWith("third.parquet"));
        assertThat(clone.loadTable(ORDERS).location()).isEqualTo(copied.location());
      }
    } finally {
      server.stop();
    }
  }

  private static ViewBuilder define(RESTCatalog catalog, String sql) {
    return catalog
        .buildView(BIG)
        .withSchema(SCHEMA)
        .withDefaultNamespace(BIG.namespace())
        .withQuery("spark", sql);
  }

  private static String sql(View view) {
    return view.sqlFor("spark").sql();
  }

  @Test
  void aCloneReplacesAViewThatItBeganWithInItsOwnFolder() throws Exception {
    IcebergServer server = IcebergServer.start(folder);
    try (RESTCatalog source =
        server.catalog("source", Map.of(CatalogProperties.WAREHOUSE_LOCATION, "default"))) {
      source.createNamespace(BIG.namespace());
      define(source, "SELECT 1").create();
      new Client(server.uri())
          .post("/api/v1/tenants/default/clone", "{\"name\":\"copy\"}")
          .expect(201);
      try (RESTCatalog clone =
          server.catalog("clone", Map.of(CatalogProperties.WAREHOUSE_LOCATION, "copy"))) {
        assertThat(sql(clone.loadView(BIG))).isEqualTo("SELECT 1");
        assertThat(clone.loadView(BIG).location()).contains("/copy/data/");
        define(clone, "SELECT 2").replace();
        View replaced = clone.loadView(BIG);
        assertThat(sql(replaced)).isEqualTo("SELECT 2");
        assertThat(replaced.history()).hasSize(2);
        assertThat(metadataLocation(replaced)).contains("/copy/data/");
        View original = source.loadView(BIG);
        assertThat(sql(original)).isEqualTo("SELECT 1");
        assertThat(metadataLocation(original)).contains("/default/data/");
        replaced.updateProperties().set("a", "b").commit();
        assertThat(clone.loadView(BIG).properties()).containsEntry("a", "b");
      }
    } finally {
      server.stop();
    }
  }

  private static String metadataLocation(View view) {
    return ((BaseView) view).operations().current().metadataFileLocation();
  }
}
