package dev.tarn.core.usage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the uses of a branch's tables, and writes them in batches. Thread safe. */
public final class UsageRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(UsageRecorder.class);

  /** Assets whose score is compared at once. */
  private static final int BATCH = 1_000;

  private static final double LEAST_DIFFERENCE = 0.015;

  private final Scope scope;
  private final UsageTable table;
  private final UsageSettings settings;
  private final Clock clock;
  private List<TableUse> waiting = new ArrayList<>();
  private long dropped;
  private @Nullable Popularity popularity;
  private Instant counted = Instant.EPOCH;

  public UsageRecorder(Scope scope, UsageTable table, UsageSettings settings, Clock clock) {
    this.scope = scope;
    this.table = table;
    this.settings = settings;
    this.clock = clock;
  }

  /** Takes a report; it is written with the next batch. Where too many wait, it is dropped. */
  public synchronized void record(TableUse use) {
    if (waiting.size() < settings.maxWaiting()) {
      waiting.add(use);
    } else {
      dropped++;
    }
  }

  /** Writes what has gathered. If that fails, it waits for the next time. */
  public void flush() throws IOException {
    List<TableUse> batch;
    synchronized (this) {
      if (dropped > 0) {
        LOG.atWarn()
            .setMessage("Reports of table usage came faster than they are written, and are lost")
            .addKeyValue("scope", scope)
            .addKeyValue("reports", dropped)
            .log();
        dropped = 0;
      }
      batch = waiting;
      waiting = new ArrayList<>();
    }
    if (batch.isEmpty()) {
      return;
    }
    boolean written = false;
    try {
      table.append(batch);
      written = true;
    } finally {
      if (!written) {
        putBack(batch);
      }
    }
  }

  private synchronized void putBack(List<TableUse> batch) {
    List<TableUse> all = new ArrayList<>(batch);
    all.addAll(waiting);
    int kept = Math.min(all.size(), settings.maxWaiting());
    dropped += all.size() - kept;
    waiting = new ArrayList<>(all.subList(0, kept));
  }

  /**
   * Returns the changes that bring popularity up to date. Reads the scans since the last time, and
   * those of the last weeks the first time. Called from one thread at a time.
   */
  public List<Change> popularity(StateReader state) throws IOException {
    Instant now = clock.instant();
    // What other servers gather now comes later, and is to be counted, too.
    Instant until = now.minus(settings.settled());
    Popularity known = popularity;
    // If this fails halfway, all is counted again.
    popularity = null;
    if (known == null) {
      known = new Popularity(until);
      table.scans(until.minus(Popularity.WINDOW), until, known);
    } else {
      table.scans(counted, until, known);
    }
    popularity = known;
    counted = until;
    Map<AssetId, Double> scores = known.scores(now);
    List<AssetId> ids = new ArrayList<>(scores.keySet());
    List<Change> changes = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<AssetId> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
      Map<AssetId, Asset> assets = state.assets(some);
      for (AssetId id : some) {
        Asset asset = assets.get(id);
        double score = scores.getOrDefault(id, 0.0);
        if (asset != null && !asset.isDeleted() && differs(asset.popularity(), score)) {
          changes.add(
              new Change.PatchAsset(
                  new AssetLocator.ById(id),
                  Map.of(AssetField.POPULARITY.fieldName(), score),
                  UpsertMode.MERGE,
                  null));
        }
      }
    }
    return changes;
  }

  /** Scores fade a little every day: not each step is worth a version of the asset. */
  private static boolean differs(@Nullable Double known, double score) {
    double before = known == null ? 0 : known;
    return score == 0 ? before != 0 : Math.abs(score - before) > LEAST_DIFFERENCE;
  }
}
