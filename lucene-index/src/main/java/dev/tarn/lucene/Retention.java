package dev.tarn.lucene;

import dev.tarn.core.scope.CommitId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which snapshots of an index stay: the young ones, one an hour of older ones, and for each tag the
 * newest that is not after it; fewer if they take too much disk.
 */
final class Retention {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  /** So much extra is always there: a share of a small index is nothing. */
  static final long MIN_EXTRA_BYTES = 64L << 20;

  private Retention() {}

  /**
   * A snapshot.
   *
   * @param since when it was made
   * @param files what identifies each of its files, and its length
   */
  record Snapshot(KeptName name, Instant since, Map<Object, Long> files) {
    Snapshot {
      files = Map.copyOf(files);
    }

    private long seq() {
      return name.commit().seq();
    }
  }

  /**
   * Returns the snapshots that go.
   *
   * @param current the files of the index itself, which cost nothing more
   */
  static List<KeptName> toDrop(
      Collection<Snapshot> snapshots,
      Collection<CommitId> tags,
      Map<Object, Long> current,
      Instant now,
      PastSettings settings) {
    Set<Snapshot> tagged = tagged(snapshots, tags);
    List<Snapshot> kept = new ArrayList<>();
    Map<Long, Snapshot> hours = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      Duration age = Duration.between(snapshot.since(), now);
      if (tagged.contains(snapshot) || age.compareTo(settings.keepAll()) <= 0) {
        kept.add(snapshot);
      } else if (age.compareTo(settings.keepHourly()) <= 0) {
        hours.merge(
            Math.floorDiv(snapshot.since().toEpochMilli(), HOUR_MILLIS),
            snapshot,
            (one, other) -> one.seq() > other.seq() ? one : other);
      }
    }
    kept.addAll(hours.values());
    // Last in the list goes first: what belongs to no tag, and of that the oldest.
    kept.sort(
        Comparator.comparing((Snapshot snapshot) -> !tagged.contains(snapshot))
            .thenComparing(Comparator.comparingLong(Snapshot::seq).reversed()));
    long index = current.values().stream().mapToLong(Long::longValue).sum();
    long maxBytes = Math.max(MIN_EXTRA_BYTES, index / 100 * settings.maxExtraPercent());
    while (extraBytes(kept, current) > maxBytes) {
      kept.removeLast();
    }
    return snapshots.stream()
        .filter(snapshot -> !kept.contains(snapshot))
        .map(Snapshot::name)
        .toList();
  }

  private static Set<Snapshot> tagged(Collection<Snapshot> snapshots, Collection<CommitId> tags) {
    Set<Snapshot> tagged = new HashSet<>();
    for (CommitId tag : tags) {
      snapshots.stream()
          .filter(snapshot -> snapshot.seq() <= tag.seq())
          .max(Comparator.comparingLong(Snapshot::seq))
          .ifPresent(tagged::add);
    }
    return tagged;
  }

  /** Returns what the snapshots take on disk that the index does not. */
  static long extraBytes(Collection<Snapshot> snapshots, Map<Object, Long> current) {
    Map<Object, Long> extra = new HashMap<>();
    snapshots.forEach(snapshot -> extra.putAll(snapshot.files()));
    extra.keySet().removeAll(current.keySet());
    return extra.values().stream().mapToLong(Long::longValue).sum();
  }
}
