package dev.tarn.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tarn.core.scope.CommitId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-02-01T12:30:00Z");
  private static final long MANY = 1L << 40;

  private final List<Retention.Snapshot> snapshots = new ArrayList<>();

  private static CommitId commit(long seq) {
    return new CommitId(seq, "00c0ffee");
  }

  private void snapshot(long seq, Duration age, Map<Object, Long> files) {
    snapshots.add(
        new Retention.Snapshot(
            new KeptName(KeptName.Kind.KEPT, commit(seq)), NOW.minus(age), files));
  }

  private List<Long> dropped(List<Long> tags, Map<Object, Long> current) {
    return Retention.toDrop(
            snapshots,
            tags.stream().map(RetentionTest::commit).toList(),
            current,
            NOW,
            PastSettings.defaults())
        .stream()
        .map(name -> name.commit().seq())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @Test
  void allOfTenMinutesThenOneAnHourThenNone() {
    snapshot(100, Duration.ofMinutes(1), Map.of());
    snapshot(99, Duration.ofMinutes(9), Map.of());
    snapshot(90, Duration.ofMinutes(11), Map.of());
    snapshot(80, Duration.ofMinutes(20), Map.of());
    snapshot(70, Duration.ofMinutes(31), Map.of());
    snapshot(60, Duration.ofMinutes(89), Map.of());
    snapshot(50, Duration.ofHours(23), Map.of());
    snapshot(40, Duration.ofHours(25), Map.of());
    assertEquals(List.of(40L, 60L, 80L), dropped(List.of(), Map.of("a", MANY)));
  }

  @Test
  void tagKeepsTheNewestThatIsNotAfterIt() {
    for (long seq = 10; seq <= 50; seq += 10) {
      snapshot(seq, Duration.ofDays(90 - seq), Map.of());
    }
    assertEquals(List.of(20L, 40L, 50L), dropped(List.of(15L, 30L, 5L), Map.of("a", MANY)));
  }

  @Test
  void whatTakesTooMuchDiskGoesTheOldestFirstAndTagsLast() {
    Map<Object, Long> current = Map.of("index", 1_000L << 20);
    snapshot(10, Duration.ofDays(5), Map.of("index", 1_000L << 20, "a", 400L << 20));
    snapshot(20, Duration.ofMinutes(3), Map.of("b", 300L << 20));
    snapshot(30, Duration.ofMinutes(2), Map.of("b", 300L << 20, "c", 300L << 20));
    snapshot(40, Duration.ofMinutes(1), Map.of("d", 300L << 20));
    assertEquals(List.of(20L, 30L), dropped(List.of(10L), current));
    snapshot(50, Duration.ofMinutes(1), Map.of("e", 900L << 20));
    assertEquals(List.of(20L, 30L, 40L, 50L), dropped(List.of(10L), current));
  }

  @Test
  void smallIndexHasRoomForItsPast() {
    snapshot(10, Duration.ofMinutes(3), Map.of("a", 5L << 20));
    assertEquals(List.of(), dropped(List.of(), Map.of("index", 1L << 20)));
  }
}
