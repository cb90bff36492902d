package dev.tarn.iceberg.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.usage.TableUse;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.maintain.MaintenanceSettings;
import dev.tarn.iceberg.maintain.TableMaintenance;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.state.Materialiser;
import dev.tarn.iceberg.testing.NessieServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported is in the table, and stays when files are merged. */
final class IcebergUsageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final AssetId ORDERS = new AssetId("00000000000000000000000000000001");
  private static final AssetId BUYERS = new AssetId("00000000000000000000000000000002");

  @TempDir Path folder;
  private NessieServer nessie;
  private NessieReferences references;
  private BranchTables branch;
  private Materialiser materialiser;
  private IcebergUsage usage;

  @BeforeEach
  void open() throws IOException {
    nessie = new NessieServer(folder.resolve("nessie"));
    references = nessie.connect();
    Path warehouse = folder.resolve("warehouse");
    branch = nessie.open(references, warehouse, nessie.newBranch(warehouse));
    materialiser = Materialiser.open(branch, folder.resolve("positions.mv"));
    usage = new IcebergUsage(branch);
  }

  @AfterEach
  void close() throws IOException {
    materialiser.close();
    references.close();
    nessie.close();
  }

  private static TableUse use(Instant at, @Nullable AssetId table, String operation) {
    return new TableUse(
        at,
        table,
        "iceberg.shop.orders",
        operation,
        7L,
        new Actor("user:alice"),
        "spark 4.1.2",
        10L,
        2L,
        null,
        Duration.ofMillis(12),
        "id = (1-digit-int)",
        List.of("id", "buyer.name"),
        "request-1");
  }

  private List<String> scans(Instant from, Instant to) throws IOException {
    List<String> scans = new ArrayList<>();
    usage.scans(from, to, (table, at) -> scans.add(table.value().charAt(31) + " " + at));
    return scans;
  }

  private List<LiveFile> files() {
    return DataFiles.list(branch.table(branch.head(), CatalogTable.USAGE.tableName()));
  }

  @Test
  void scansOfAssetsAreReadSinceATime() throws IOException {
    Instant yesterday = NOON.minus(Duration.ofDays(1));
    usage.append(
        List.of(
            use(NOON, ORDERS, TableUse.SCAN),
            use(yesterday, BUYERS, TableUse.SCAN),
            use(NOON, ORDERS, "append"),
            use(NOON, null, TableUse.SCAN)));

    assertThat(files()).as("a file for each day").hasSize(2);
    assertThat(scans(yesterday, NOON.plusMillis(1)))
        .containsExactlyInAnyOrder("1 2026-03-01T12:00:00Z", "2 2026-02-28T12:00:00Z");
    assertThat(scans(yesterday.plusMillis(1), NOON.plusMillis(1)))
        .containsExactly("1 2026-03-01T12:00:00Z");
    assertThat(scans(yesterday, NOON)).containsExactly("2 2026-02-28T12:00:00Z");
  }

  @Test
  void aRowSaysAllThatWasReported() throws IOException {
    usage.append(List.of(use(NOON, ORDERS, TableUse.SCAN)));

    try (CloseableIterable<Record> rows =
        DataFiles.read(
            branch.io(),
            files().getFirst().file(),
            CatalogTable.USAGE.schema(),
            Expressions.alwaysTrue())) {
      assertThat(rows)
          .singleElement()
          .hasToString(
              "Record(2026-03-01T12:00Z, 00000000000000000000000000000001, iceberg.shop.orders,"
                  + " scan, 7, user:alice, spark 4.1.2, 10, 2, null, 12, id = (1-digit-int),"
                  + " [id, buyer.name], request-1)");
    }
  }

  private void maintain(Instant now) throws IOException {
    new TableMaintenance(
            branch,
            materialiser,
            new MaintenanceSettings(
                4, 6, 1 << 20, 3, 80, 20, Duration.ofDays(30), Duration.ofSeconds(30)),
            Clock.fixed(now, ZoneOffset.UTC))
        .run();
  }

  @Test
  void whatIsTooOldGoesDayByDay() throws IOException {
    Instant yesterday = NOON.minus(Duration.ofDays(1));
    usage.append(List.of(use(NOON, ORDERS, TableUse.SCAN), use(yesterday, BUYERS, TableUse.SCAN)));

    maintain(yesterday.plus(Duration.ofDays(30)));
    assertThat(scans(yesterday, NOON.plusMillis(1))).hasSize(2);

    maintain(NOON.plus(Duration.ofDays(30)));
    assertThat(scans(yesterday, NOON.plusMillis(1))).containsExactly("1 2026-03-01T12:00:00Z");
  }

  @Test
  void filesAreMergedDayByDayAndNothingIsLost() throws IOException {
    for (int minute = 0; minute < 9; minute++) {
      Instant at = NOON.plus(Duration.ofMinutes(minute));
      usage.append(
          List.of(
              use(at, ORDERS, TableUse.SCAN),
              use(at.minus(Duration.ofDays(1)), BUYERS, TableUse.SCAN)));
    }
    List<String> before = scans(Instant.EPOCH, NOON.plus(Duration.ofDays(1)));
    assertThat(files()).hasSize(18);

    maintain(NOON);

    // Of the day that is over, 9 rows in files of at most 6; of the newest, 6 and the last 3.
    assertThat(files()).extracting(file -> file.file().recordCount()).contains(6L, 6L, 3L);
    assertThat(files()).hasSize(6);
    assertThat(scans(Instant.EPOCH, NOON.plus(Duration.ofDays(1))))
        .hasSize(18)
        .containsExactlyInAnyOrderElementsOf(before);
  }
}
