package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.usage.TableUse;
import dev.tarn.core.usage.UsageRecorder;
import dev.tarn.core.usage.UsageTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports are written in batches, none twice, and scores follow from them. */
final class UsageRecorderTest {
  private static final Actor READER = new Actor("user:alice");

  private final InMemoryUsage kept = new InMemoryUsage();
  private final TestCatalog.SetClock clock = new TestCatalog.SetClock();

  private static TableUse scan(AssetId table, Instant at) {
    return new TableUse(
        at,
        table,
        "shop.orders",
        TableUse.SCAN,
        null,
        READER,
        null,
        null,
        null,
        null,
        Duration.ZERO,
        null,
        List.of(),
        "request-1");
  }

  private UsageRecorder recorder(UsageTable table, int maxWaiting) {
    return new UsageRecorder(Scope.DEFAULT, table, maxWaiting, clock);
  }

  @Test
  void whatIsReportedIsWrittenOnce() throws IOException {
    UsageRecorder recorder = recorder(kept, 10);
    TableUse first = scan(new AssetId("0".repeat(32)), clock.instant());
    recorder.record(first);
    assertThat(kept.uses()).isEmpty();

    recorder.flush();
    recorder.flush();

    assertThat(kept.uses()).containsExactly(first);
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLaterAndTheRestIsDropped() throws IOException {
    boolean[] broken = {true};
    UsageTable failing =
        new UsageTable() {
          @Override
          public void append(List<TableUse> uses) throws IOException {
            if (broken[0]) {
              throw new IOException("full");
            }
            kept.append(uses);
          }

          @Override
          public void scans(Instant since, ScanVisitor visitor) {
            kept.scans(since, visitor);
          }
        };
    UsageRecorder recorder = recorder(failing, 2);
    TableUse first = scan(new AssetId("0".repeat(32)), clock.instant());
    TableUse second = scan(new AssetId("1".repeat(32)), clock.instant());
    recorder.record(first);
    assertThatThrownBy(recorder::flush).isInstanceOf(IOException.class);
    recorder.record(second);
    recorder.record(second);
    broken[0] = false;

    recorder.flush();

    assertThat(kept.uses()).containsExactly(first, second);
  }

  private static AssetId table(TestCatalog catalog, String name) throws Exception {
    var unused = catalog.applied(TestCatalog.upsert("table", name));
    return catalog.asset("table", name).id();
  }

  @Test
  void popularityIsTheLogarithmOfScansThatFade() throws Exception {
    try (TestCatalog catalog = new TestCatalog()) {
      AssetId often = table(catalog, "shop.orders");
      AssetId longAgo = table(catalog, "shop.old");
      AssetId gone = table(catalog, "shop.gone");
      var unused = catalog.applied(TestCatalog.delete("table", "shop.gone"));
      Instant now = clock.instant();
      for (int i = 0; i < 99; i++) {
        kept.append(List.of(scan(often, now), scan(gone, now)));
      }
      // 198 scans of a week ago weigh as much as 99 of now; those of half a year ago nothing.
      for (int i = 0; i < 198; i++) {
        kept.append(List.of(scan(longAgo, now.minus(Duration.ofDays(7)))));
      }
      AssetId forgotten = table(catalog, "shop.forgotten");
      kept.append(List.of(scan(forgotten, now.minus(Duration.ofDays(180)))));

      try (StateSnapshot state = catalog.state()) {
        assertThat(recorder(kept, 10).popularity(state))
            .extracting(change -> ((Change.PatchAsset) change).fields())
            .containsExactly(Map.of("popularity", 0.5), Map.of("popularity", 0.5));
      }
    }
  }
}
