package dev.tarn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.scope.Actor;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.usage.TableUse;
import dev.tarn.core.usage.UsageRecorder;
import dev.tarn.core.usage.UsageSettings;
import dev.tarn.core.usage.UsageTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
    UsageSettings settings =
        new UsageSettings(Duration.ofSeconds(10), Duration.ofMinutes(15), maxWaiting);
    return new UsageRecorder(Scope.DEFAULT, table, settings, clock);
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
          public void scans(Instant from, Instant to, ScanVisitor visitor) {
            kept.scans(from, to, visitor);
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
      Instant start = clock.instant();
      // 198 scans of a week ago weigh as much as 99 of now; those of half a year ago nothing.
      AssetId forgotten = table(catalog, "shop.forgotten");
      kept.append(List.of(scan(forgotten, start.minus(Duration.ofDays(180)))));
      for (int i = 0; i < 99; i++) {
        TableUse aWeekAgo = scan(longAgo, start.minus(Duration.ofDays(7)));
        kept.append(List.of(scan(often, start), scan(gone, start), aWeekAgo, aWeekAgo));
      }
      clock.set(start.plus(Duration.ofMinutes(2)));
      UsageRecorder recorder = recorder(kept, 10);

      assertThat(scores(recorder, catalog)).isEqualTo(Map.of(often, 0.5, longAgo, 0.5));

      // Asked again, the same is not counted again; what came since is.
      for (int i = 0; i < 900; i++) {
        kept.append(List.of(scan(longAgo, start.plus(Duration.ofMinutes(3)))));
      }
      clock.set(start.plus(Duration.ofMinutes(5)));
      assertThat(scores(recorder, catalog)).isEqualTo(Map.of(longAgo, 0.75));
      assertThat(scores(recorder, catalog)).isEmpty();

      // After a week, 49.5 of the one and 499.5 of the other; after half a year nothing.
      clock.set(start.plus(Duration.ofDays(7)));
      assertThat(scores(recorder, catalog)).isEqualTo(Map.of(often, 0.43, longAgo, 0.67));
      clock.set(start.plus(Duration.ofDays(180)));
      assertThat(scores(recorder, catalog)).isEqualTo(Map.of(often, 0.0, longAgo, 0.0));
      clock.set(start.plus(Duration.ofDays(800)));
      kept.append(List.of(scan(often, start.plus(Duration.ofDays(799)))));
      assertThat(scores(recorder, catalog)).isEqualTo(Map.of(often, 0.07));
    }
  }

  /** Returns what changes, and changes it. */
  private static Map<AssetId, Double> scores(UsageRecorder recorder, TestCatalog catalog)
      throws Exception {
    List<Change> changes;
    try (StateSnapshot state = catalog.state()) {
      changes = recorder.popularity(state);
    }
    Map<AssetId, Double> scores = new HashMap<>();
    for (Change change : changes) {
      Change.PatchAsset patch = (Change.PatchAsset) change;
      scores.put(
          ((AssetLocator.ById) patch.asset()).id(), (Double) patch.fields().get("popularity"));
      var unused = catalog.applied(change);
    }
    return scores;
  }
}
