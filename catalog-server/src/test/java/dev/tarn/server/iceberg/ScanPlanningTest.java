package dev.tarn.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.server.e2e.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Scan;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the server plans is what Iceberg's own client plans for itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScanPlanningTest {
  private static final Namespace NAMESPACE = Namespace.of("planned");
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "country", Types.StringType.get()));
  private static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).identity("country").build();

  /** More than two answers hold. */
  private static final int FILES = 2_300;

  @TempDir static Path folder;
  private IcebergServer server;
  private RESTCatalog here;
  private RESTCatalog there;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    server = IcebergServer.start(folder);
    here = server.catalog("here", Map.of());
    there = server.catalog("there", Map.of("scan-planning-mode", "server"));
    client = new Client(server.uri());
    here.createNamespace(NAMESPACE);
  }

  @AfterAll
  void stop() throws Exception {
    here.close();
    there.close();
    server.stop();
  }

  private Table create(String name) {
    return here.buildTable(TableIdentifier.of(NAMESPACE, name), SCHEMA)
        .withPartitionSpec(SPEC)
        .withProperty("format-version", "3")
        .create();
  }

  private static DataFile file(Table table, int number) {
    String country = number % 2 == 0 ? "at" : "ch";
    return DataFiles.builder(SPEC)
        .withPath(table.location() + "/data/" + number + ".parquet")
        .withPartitionPath("country=" + country)
        .withFileSizeInBytes(1_000 + number)
        .withRecordCount(10)
        .build();
  }

  private static void append(Table table, int from, int to) {
    AppendFiles append = table.newAppend();
    for (int number = from; number < to; number++) {
      append.appendFile(file(table, number));
    }
    append.commit();
  }

  /** Returns each task with all that a reader goes by. */
  private static Set<String> tasks(Scan<?, FileScanTask, ?> scan) throws IOException {
    Set<String> tasks = new TreeSet<>();
    try (CloseableIterable<FileScanTask> planned = scan.planFiles()) {
      for (FileScanTask task : planned) {
        StringBuilder text = new StringBuilder();
        text.append(task.file().location())
            .append(' ')
            .append(task.file().fileSizeInBytes())
            .append(' ')
            .append(task.file().partition())
            .append(' ')
            .append(task.residual());
        task.deletes()
            .forEach(
                delete ->
                    text.append(' ')
                        .append(delete.location())
                        .append('@')
                        .append(delete.contentOffset())
                        .append('+')
                        .append(delete.contentSizeInBytes())
                        .append(" of ")
                        .append(delete.referencedDataFile()));
        assertThat(tasks.add(text.toString())).as("twice: %s", text).isTrue();
      }
    }
    return tasks;
  }

  private Table there(Table table) {
    String name = table.name();
    return there.loadTable(
        TableIdentifier.of(NAMESPACE, name.substring(name.lastIndexOf('.') + 1)));
  }

  @Test
  void aLargeScanComesInParts() throws IOException {
    Table table = create("large");
    append(table, 0, FILES / 2);
    long first = table.currentSnapshot().snapshotId();
    append(table, FILES / 2, FILES);
    long second = table.currentSnapshot().snapshotId();
    Table remote = there(table);
    assertThat(remote.newScan().getClass().getSimpleName())
        .as("who plans")
        .isEqualTo("RESTTableScan");

    assertThat(tasks(remote.newScan())).hasSize(FILES).isEqualTo(tasks(table.newScan()));
    assertThat(tasks(remote.newScan().useSnapshot(first)))
        .hasSize(FILES / 2)
        .isEqualTo(tasks(table.newScan().useSnapshot(first)));
    var filter = Expressions.and(Expressions.equal("country", "ch"), Expressions.lessThan("id", 7));
    assertThat(tasks(remote.newScan().filter(filter)))
        .hasSize(FILES / 2)
        .isEqualTo(tasks(table.newScan().filter(filter)));
    assertThat(
            tasks(
                remote.newIncrementalAppendScan().fromSnapshotExclusive(first).toSnapshot(second)))
        .hasSize(FILES / 2);
  }

  @Test
  void eachFileHasItsOwnDeletionVectorThoughTheyShareOneFile() throws IOException {
    Table table = create("deleted");
    append(table, 0, 4);
    RowDelta delta = table.newRowDelta();
    for (int number = 0; number < 3; number++) {
      delta.addDeletes(
          FileMetadata.deleteFileBuilder(SPEC)
              .ofPositionDeletes()
              .withFormat(FileFormat.PUFFIN)
              .withPath(table.location() + "/data/vectors.puffin")
              .withPartitionPath(number % 2 == 0 ? "country=at" : "country=ch")
              .withFileSizeInBytes(500)
              .withReferencedDataFile(file(table, number).location())
              .withContentOffset(4 + 40L * number)
              .withContentSizeInBytes(40)
              .withRecordCount(1)
              .build());
    }
    delta.commit();

    assertThat(tasks(there(table).newScan()))
        .hasSize(4)
        .isEqualTo(tasks(table.newScan()))
        .anySatisfy(task -> assertThat(task).contains("@4+40 of " + file(table, 0).location()))
        .anySatisfy(task -> assertThat(task).contains("@84+40 of " + file(table, 2).location()));
  }

  private Client.Answer post(String path, String body) throws Exception {
    return client.post("/iceberg/v1/default/namespaces/planned/tables/" + path, body);
  }

  private static List<String> paths(JsonNode answer) {
    List<String> paths = new ArrayList<>();
    answer
        .path("file-scan-tasks")
        .forEach(task -> paths.add(task.path("data-file").path("file-path").asText()));
    return paths;
  }

  @Test
  void aPlanStaysThatOfItsBeginningAndGoesOnAnywhere() throws Exception {
    Table table = create("moving");
    append(table, 0, 1_500);
    JsonNode plan = post("moving/plan", "{}").expect(200).json();
    append(table, 1_500, 1_600);
    String task = plan.path("plan-tasks").path(0).asText();
    String body = "{\"plan-task\":\"" + task + "\"}";

    JsonNode rest = post("moving/tasks", body).expect(200).json();
    // The server has no more than the token now, as another one.
    JsonNode again = post("moving/tasks", body).expect(200).json();

    assertThat(rest.path("plan-tasks").isMissingNode()).isTrue();
    List<String> all = paths(plan);
    all.addAll(paths(rest));
    assertThat(all).doesNotHaveDuplicates().hasSize(1_500);
    assertThat(paths(again)).isEqualTo(paths(rest));
  }

  @Test
  void whatIsNoPlanIsRefused() throws Exception {
    append(create("one"), 0, 1_001);
    append(create("other"), 0, 1);
    JsonNode plan = post("one/plan", "{}").expect(200).json();
    String task = plan.path("plan-tasks").path(0).asText();
    String id = plan.path("plan-id").asText();
    String tables = "/iceberg/v1/default/namespaces/planned/tables/";

    post("one/tasks", "{\"plan-task\":\"bm90IGEgdG9rZW4\"}").expect(400);
    assertThat(post("other/tasks", "{\"plan-task\":\"" + task + "\"}").expect(400).text())
        .contains("not one of table");
    post("none/plan", "{}").expect(404);
    assertThat(post("one/plan", "{\"snapshot-id\":17}").expect(400).text())
        .contains("no snapshot 17");
    assertThat(client.get(tables + "one/plan/" + id).expect(200).json().path("status").asText())
        .isEqualTo("completed");
    client.get(tables + "other/plan/" + id).expect(400);
    client.delete(tables + "one/plan/" + id).expect(204);
    assertThat(client.get(tables + "one/plan/" + id).expect(404).text())
        .contains("NoSuchPlanIdException");
  }
}
