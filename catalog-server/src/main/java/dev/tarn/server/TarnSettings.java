package dev.tarn.server;

import dev.tarn.core.catalog.CatalogSettings;
import dev.tarn.core.commit.CommitterSettings;
import dev.tarn.core.log.FollowerRunner;
import dev.tarn.core.usage.UsageSettings;
import dev.tarn.iceberg.store.IcebergSettings;
import dev.tarn.lucene.LuceneIndexSettings;
import dev.tarn.lucene.PastSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the server keeps its data, and its limits.
 *
 * @param dataFolder what belongs to this server alone: indexes, an embedded version store
 * @param warehouse the tables and the log, shared by the servers of an installation; by default in
 *     the data folder
 * @param nessieUri an external Nessie's API, such as {@code http://nessie:19120/api/v2}; without it
 *     the server starts one of its own that keeps its data in the data folder
 * @param nessieTimeout after it the outcome of a commit is unknown, and is looked up
 * @param journalRetention how long a change file is kept after it was merged into a larger one
 * @param checkpointInterval how often it is made sure what of the version store is on disk
 * @param commit limits of the committer, one per branch
 * @param follow how the index and the state tables follow the log
 * @param past what is kept of the index's past, for searches at a tag or a recent commit
 * @param usage how reports of who reads which table are kept
 * @param readTimeout how long a read waits for the commit that it demands
 * @param refreshInterval how often the log is asked for commits of other servers
 * @param maxOpenBranches branches open at once, over all tenants
 */
@ConfigurationProperties(prefix = "tarn.catalog", ignoreUnknownFields = false)
public record TarnSettings(
    @DefaultValue("tarn-data") Path dataFolder,
    @Nullable Path warehouse,
    @Nullable URI nessieUri,
    @DefaultValue("15s") Duration nessieTimeout,
    @DefaultValue("7d") Duration journalRetention,
    @DefaultValue("5m") Duration checkpointInterval,
    @DefaultValue Commit commit,
    @DefaultValue Follow follow,
    @DefaultValue Past past,
    @DefaultValue Usage usage,
    @DefaultValue("10s") Duration readTimeout,
    @DefaultValue("250ms") Duration refreshInterval,
    @DefaultValue("64") int maxOpenBranches) {

  /**
   * Limits of a committer.
   *
   * @param gatherWindow how long a group waits for more writers after its first
   * @param maxGroupChanges changes of one commit; a request is never split
   * @param maxGroupSize about how much memory the changes of one commit hold
   * @param maxQueuedChanges changes that wait; more are answered 429
   * @param maxQueuedSize about how much memory the changes that wait hold
   * @param maxUnindexedChanges changes that the index may lag behind before commits wait for it
   * @param outcomeTimeout how long a lost answer of the stores is looked for before the writers are
   *     told
   */
  public record Commit(
      @DefaultValue("2ms") Duration gatherWindow,
      @DefaultValue("5000") int maxGroupChanges,
      @DefaultValue("16MB") DataSize maxGroupSize,
      @DefaultValue("50000") int maxQueuedChanges,
      @DefaultValue("128MB") DataSize maxQueuedSize,
      @DefaultValue("50000") int maxUnindexedChanges,
      @DefaultValue("30s") Duration outcomeTimeout) {}

  /**
   * The pace of the followers.
   *
   * @param indexGather how long changes gather before the index shows them
   * @param tablesGather how long changes gather before they are materialised
   * @param tablesGatherChanges materialise earlier when this many have gathered
   * @param maintenanceInterval how often it is looked whether housekeeping is due
   */
  public record Follow(
      @DefaultValue("20ms") Duration indexGather,
      @DefaultValue("5s") Duration tablesGather,
      @DefaultValue("20000") int tablesGatherChanges,
      @DefaultValue("10s") Duration maintenanceInterval) {}

  /**
   * What is kept of the index's past.
   *
   * @param interval how long after a snapshot was kept the next one is, if anything has changed
   * @param keepAll how long every snapshot is kept
   * @param keepHourly how long the last snapshot of each hour is kept
   * @param maxTags how many tags, the newest ones, have a snapshot kept
   * @param maxExtraPercent how much disk the snapshots may take beyond the index itself, in percent
   *     of the index; then the oldest go
   * @param maxReplayedChanges how many changes a snapshot may be before the commit that is asked
   *     for
   * @param maxOpen how many snapshots are open at once
   * @param idleTime how long a snapshot that nobody reads stays open
   */
  public record Past(
      @DefaultValue("1m") Duration interval,
      @DefaultValue("10m") Duration keepAll,
      @DefaultValue("24h") Duration keepHourly,
      @DefaultValue("64") int maxTags,
      @DefaultValue("100") int maxExtraPercent,
      @DefaultValue("50000") int maxReplayedChanges,
      @DefaultValue("8") int maxOpen,
      @DefaultValue("5m") Duration idleTime) {}

  /**
   * How reports of who reads which table are kept.
   *
   * @param flushInterval how long reports gather before they are written; what has gathered is lost
   *     with the process
   * @param popularityInterval how often the popularity of tables is worked out from them
   * @param retention how long reports are kept, by day
   * @param maxWaiting reports of a branch that wait at most; more are dropped, and the log says so
   */
  public record Usage(
      @DefaultValue("10s") Duration flushInterval,
      @DefaultValue("15m") Duration popularityInterval,
      @DefaultValue("400d") Duration retention,
      @DefaultValue("50000") int maxWaiting) {}

  LuceneIndexSettings indexSettings() {
    return LuceneIndexSettings.defaults()
        .withPast(
            new PastSettings(
                past.interval(),
                past.keepAll(),
                past.keepHourly(),
                past.maxTags(),
                past.maxExtraPercent(),
                past.maxReplayedChanges(),
                past.maxOpen(),
                past.idleTime()));
  }

  /** Returns the folder of the warehouse. */
  Path warehouseFolder() {
    return warehouse == null ? dataFolder.resolve("warehouse") : warehouse;
  }

  IcebergSettings icebergSettings() {
    return new IcebergSettings(
        dataFolder,
        warehouseFolder(),
        nessieUri,
        null,
        nessieTimeout,
        journalRetention,
        checkpointInterval,
        usage.retention());
  }

  CatalogSettings catalogSettings() {
    CatalogSettings defaults = CatalogSettings.defaults();
    return new CatalogSettings(
        new CommitterSettings(
            commit.gatherWindow(),
            commit.maxGroupChanges(),
            commit.maxGroupSize().toBytes(),
            commit.maxQueuedChanges(),
            commit.maxQueuedSize().toBytes(),
            commit.maxUnindexedChanges(),
            commit.outcomeTimeout()),
        defaults.tailEntries(),
        readTimeout,
        refreshInterval,
        follow.maintenanceInterval(),
        new FollowerRunner.Pace(
            follow.indexGather(),
            defaults.indexPace().gatherEntries(),
            defaults.indexPace().maxEntries()),
        new FollowerRunner.Pace(
            follow.tablesGather(), follow.tablesGatherChanges(), follow.tablesGatherChanges()),
        new UsageSettings(usage.flushInterval(), usage.popularityInterval(), usage.maxWaiting()),
        maxOpenBranches);
  }
}
