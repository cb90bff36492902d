package dev.tarn.server;

import dev.tarn.core.catalog.BranchStatus;
import dev.tarn.core.catalog.Catalog;
import dev.tarn.core.scope.Actor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How the open branches are, as gauges by tenant and branch: {@code tarn_queue_changes}, {@code
 * tarn_log_seq}, {@code tarn_follower_lag_changes} and {@code tarn_follower_failing} by follower,
 * {@code tarn_assets} by type.
 */
final class BranchMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(BranchMetrics.class);
  private static final String REFRESH_INTERVAL = "PT2S";

  private final Catalog catalog;
  private final MultiGauge queued;
  private final MultiGauge seq;
  private final MultiGauge lag;
  private final MultiGauge failing;
  private final MultiGauge assets;

  BranchMetrics(Catalog catalog, MeterRegistry registry) {
    this.catalog = catalog;
    this.queued = gauge(registry, "tarn.queue.changes", "Changes that wait to be committed");
    this.seq = gauge(registry, "tarn.log.seq", "The last sequence number of the log");
    this.lag = gauge(registry, "tarn.follower.lag.changes", "Changes a follower has yet to apply");
    this.failing = gauge(registry, "tarn.follower.failing", "1 while a follower fails to apply");
    this.assets = gauge(registry, "tarn.assets", "Live assets");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
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
    List<MultiGauge.Row<?>> queuedRows = new ArrayList<>();
    List<MultiGauge.Row<?>> seqRows = new ArrayList<>();
    List<MultiGauge.Row<?>> lagRows = new ArrayList<>();
    List<MultiGauge.Row<?>> failingRows = new ArrayList<>();
    List<MultiGauge.Row<?>> assetRows = new ArrayList<>();
    for (BranchStatus branch : branches) {
      Tags tags = CommitMetrics.tags(branch.scope());
      queuedRows.add(MultiGauge.Row.of(tags, branch.queuedChanges()));
      seqRows.add(MultiGauge.Row.of(tags, branch.head().seq()));
      for (BranchStatus.StoreStatus store : branch.stores()) {
        Tags ofStore = tags.and("follower", store.name());
        lagRows.add(MultiGauge.Row.of(ofStore, store.lagChanges()));
        failingRows.add(MultiGauge.Row.of(ofStore, store.failure().isEmpty() ? 0 : 1));
      }
      for (Map.Entry<String, Long> count : branch.assetCounts().entrySet()) {
        assetRows.add(MultiGauge.Row.of(tags.and("type", count.getKey()), count.getValue()));
      }
    }
    queued.register(queuedRows, true);
    seq.register(seqRows, true);
    lag.register(lagRows, true);
    failing.register(failingRows, true);
    assets.register(assetRows, true);
  }
}
