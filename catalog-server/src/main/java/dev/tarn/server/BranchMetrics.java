package dev.tarn.server;

import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.catalog.IndexRunReport;
import dev.tarn.core.scope.Actor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How the open branches are, as gauges by tenant and branch: {@code tarn_queue_changes}, {@code
 * tarn_log_seq}, {@code tarn_follower_lag_changes} and {@code tarn_follower_failing} by follower,
 * {@code tarn_assets} by type, {@code tarn_index_run} by kind of run.
 */
final class BranchMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(BranchMetrics.class);
  private static final String REFRESH_INTERVAL = "PT2S";

  private record Key(String name, Tags tags) {}

  private final Catalog catalog;
  private final MeterRegistry registry;
  private final Map<Key, AtomicLong> values = new ConcurrentHashMap<>();

  BranchMetrics(Catalog catalog, MeterRegistry registry) {
    this.catalog = catalog;
    this.registry = registry;
  }

  @Scheduled(fixedDelayString = REFRESH_INTERVAL)
  void refresh() {
    List<BranchStatus> branches;
    try {
      branches = catalog.openBranches(Actor.SYSTEM);
    } catch (IOException e) {
      LOG.atWarn().setMessage("The gauges keep their last values").setCause(e).log();
      return;
    }
    branches.forEach(this::refresh);
  }

  private void refresh(BranchStatus branch) {
    Tags tags = CommitMetrics.tags(branch.scope());
    set("tarn.queue.changes", "Changes that wait for a commit", tags, branch.queuedChanges());
    set("tarn.log.seq", "The last sequence number of the log", tags, branch.head().seq());
    for (BranchStatus.StoreStatus store : branch.stores()) {
      Tags ofStore = tags.and("follower", store.name());
      set(
          "tarn.follower.lag.changes",
          "Changes that a follower has yet to apply",
          ofStore,
          store.lagChanges());
      set(
          "tarn.follower.failing",
          "1 while a follower fails to apply",
          ofStore,
          store.failure().isEmpty() ? 0 : 1);
    }
    for (IndexRunReport.Kind kind : IndexRunReport.Kind.values()) {
      set(
          "tarn.index.run",
          "1 while the index is rebuilt or verified",
          tags.and("kind", kind.code()),
          branch.indexRun().filter(kind::equals).isPresent() ? 1 : 0);
    }
    for (Map.Entry<String, Long> count : branch.assetCounts().entrySet()) {
      set("tarn.assets", "Live assets", tags.and("type", count.getKey()), count.getValue());
    }
  }

  /** A gauge is registered once and keeps its place: a scrape never meets half of a refresh. */
  private void set(String name, String description, Tags tags, long value) {
    values
        .computeIfAbsent(
            new Key(name, tags),
            key -> {
              AtomicLong holder = new AtomicLong();
              Gauge.builder(name, holder, AtomicLong::get)
                  .description(description)
                  .tags(tags)
                  .register(registry);
              return holder;
            })
        .set(value);
  }
}
