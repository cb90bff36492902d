package dev.tarn.benchmarks.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine that appends to one table, and knows of it what the last answer said. Not thread safe.
 */
final class Appender {
  /** As many snapshots as a table that is looked after has. */
  private static final int MAX_SNAPSHOTS = 10;

  /** Iceberg's, of {@code commit.retry.*}. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private static final int RETRIES = 4;

  /** One part in so many. */
  private static final int JITTER = 10;

  private final Side side;
  private final String namespace;
  private final String name;
  private final SplittableRandom ids;
  private final Deque<Long> snapshots = new ArrayDeque<>();
  private String uuid = "";
  private String location = "";
  private long sequence;
  private long commits;
  private long conflicts;

  /**
   * @param seed of the ids of snapshots; another one for each appender
   */
  Appender(Side side, String namespace, String name, long seed)
      throws IOException, InterruptedException {
    this.side = side;
    this.namespace = namespace;
    this.name = name;
    this.ids = new SplittableRandom(seed);
    refresh();
  }

  private void refresh() throws IOException, InterruptedException {
    JsonNode metadata = CatalogClient.parse(side.client().load(namespace, name)).path("metadata");
    uuid = metadata.path("table-uuid").asText();
    location = metadata.path("location").asText();
    sequence = metadata.path("last-sequence-number").asLong();
    snapshots.clear();
    metadata.path("snapshots").forEach(each -> snapshots.add(each.path("snapshot-id").asLong()));
  }

  /**
   * Appends once; if others were first, waits as Iceberg's own client does, looks what the table is
   * now, and tries again. That one gives up after four times; here it begins anew.
   */
  void append() throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      long snapshot = ids.nextLong(1, Long.MAX_VALUE);
      long parent = snapshots.isEmpty() ? 0 : snapshots.getLast();
      long removed =
          side.keepsSnapshots() && snapshots.size() >= MAX_SNAPSHOTS ? snapshots.getFirst() : 0;
      String body = TableBodies.append(uuid, location, snapshot, parent, sequence + 1, removed);
      if (side.client().commit(namespace, name, body) == CatalogClient.Outcome.DONE) {
        snapshots.add(snapshot);
        if (removed != 0) {
          snapshots.removeFirst();
        }
        sequence++;
        commits++;
        return;
      }
      conflicts++;
      long pauseNanos = FIRST_PAUSE.toNanos() << (attempt % RETRIES);
      LockSupport.parkNanos(pauseNanos + ids.nextLong(pauseNanos / JITTER));
      refresh();
    }
  }

  /** Returns how often it has appended. */
  long commits() {
    return commits;
  }

  /** Returns how often others were first. */
  long conflicts() {
    return conflicts;
  }
}
