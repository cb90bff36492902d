package dev.tarn.rest;

import dev.tarn.rest.stream.StreamLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.util.LocationUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the metadata API.
 *
 * @param workDirectory where uploads wait for their import, and unread results of streams lie; a
 *     folder of the system's temporary one where nothing is said
 * @param maxBodySize the largest JSON document of a request, unpacked; streams and uploads have
 *     limits of their own
 * @param maxBodiesSize the memory that such documents of all requests may take together; more are
 *     answered {@code queue-full}
 * @param writeTimeout after which a write is answered {@code commit-outcome-unknown}; more than the
 *     committer's own
 * @param feed the feed of changes
 * @param bulk streams of changes
 * @param ingestion imports of files
 * @param graphql queries
 * @param iceberg the Iceberg REST catalog
 */
@ConfigurationProperties("tarn.rest")
public record RestSettings(
    Path workDirectory,
    @DefaultValue("16MB") DataSize maxBodySize,
    @DefaultValue("512MB") DataSize maxBodiesSize,
    @DefaultValue("45s") Duration writeTimeout,
    @DefaultValue Feed feed,
    @DefaultValue Bulk bulk,
    @DefaultValue Ingestion ingestion,
    @DefaultValue Graphql graphql,
    @DefaultValue Iceberg iceberg) {
  public RestSettings {
    workDirectory =
        Objects.requireNonNullElseGet(
            workDirectory, () -> Path.of(System.getProperty("java.io.tmpdir"), "tarn-rest"));
    positive("max-body-size", maxBodySize.toBytes());
    if (maxBodiesSize.compareTo(maxBodySize) < 0) {
      throw new IllegalArgumentException(
          "tarn.rest.max-bodies-size is at least tarn.rest.max-body-size");
    }
    positive("write-timeout", writeTimeout.toMillis());
    if (maxBodySize.toBytes() > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("max-body-size is at most 1 GB");
    }
  }

  /**
   * The feed of changes.
   *
   * @param maxWait the longest that a request may wait for a change
   * @param heartbeat how often an event stream or subscription without changes says that it lives
   * @param maxFollowers requests that wait for changes at once; more are answered {@code
   *     queue-full}
   */
  public record Feed(
      @DefaultValue("60s") Duration maxWait,
      @DefaultValue("15s") Duration heartbeat,
      @DefaultValue("1000") int maxFollowers) {
    public Feed {
      positive("feed.max-wait", maxWait.toMillis());
      positive("feed.heartbeat", heartbeat.toMillis());
      positive("feed.max-followers", maxFollowers);
    }
  }

  /**
   * Streams of changes, of bulk requests and imports.
   *
   * @param batchChanges the most changes that are submitted together
   * @param maxInFlightChanges changes of one stream that wait for their commit
   * @param maxInFlightSize about how much memory they hold
   * @param patience how long a stream waits for room in the queue before it ends
   * @param maxStreams bulk requests at once; more are answered {@code queue-full}
   * @param maxUnreadResults results that a client has not read yet: beyond a little memory they are
   *     on disk
   */
  public record Bulk(
      @DefaultValue("1000") int batchChanges,
      @DefaultValue("10000") int maxInFlightChanges,
      @DefaultValue("32MB") DataSize maxInFlightSize,
      @DefaultValue("60s") Duration patience,
      @DefaultValue("300") int maxStreams,
      @DefaultValue("2GB") DataSize maxUnreadResults) {
    public Bulk {
      positive("bulk.batch-changes", batchChanges);
      positive("bulk.max-in-flight-changes", maxInFlightChanges);
      positive("bulk.max-in-flight-size", maxInFlightSize.toBytes());
      positive("bulk.patience", patience.toMillis());
      positive("bulk.max-streams", maxStreams);
      positive("bulk.max-unread-results", maxUnreadResults.toBytes());
    }
  }

  /**
   * Imports of files.
   *
   * @param allowedRoots folders under which files of the server may be imported; none: no such
   *     files
   * @param maxUploadSize the largest upload, all files together
   * @param maxRunning imports that run at once
   * @param maxQueued imports that wait; more are answered {@code queue-full}
   * @param maxKeptRuns finished imports that are remembered
   * @param maxKeptRejections rejections that are listed of one import; all are counted
   */
  public record Ingestion(
      @DefaultValue List<Path> allowedRoots,
      @DefaultValue("4GB") DataSize maxUploadSize,
      @DefaultValue("2") int maxRunning,
      @DefaultValue("16") int maxQueued,
      @DefaultValue("500") int maxKeptRuns,
      @DefaultValue("1000") int maxKeptRejections) {
    public Ingestion {
      allowedRoots = List.copyOf(allowedRoots);
      positive("ingestion.max-upload-size", maxUploadSize.toBytes());
      positive("ingestion.max-running", maxRunning);
      positive("ingestion.max-queued", maxQueued);
      positive("ingestion.max-kept-runs", maxKeptRuns);
      positive("ingestion.max-kept-rejections", maxKeptRejections);
    }
  }

  /**
   * GraphQL.
   *
   * @param maxDepth how deep selections of a query are nested
   * @param maxComplexity fields of a query, those of a list times its length
   */
  public record Graphql(
      @DefaultValue("20") int maxDepth, @DefaultValue("100000") int maxComplexity) {
    public Graphql {
      positive("graphql.max-depth", maxDepth);
      positive("graphql.max-complexity", maxComplexity);
    }
  }

  /**
   * The Iceberg REST catalog.
   *
   * @param location where new tables go, such as {@code s3://bucket/lake}: below it each tenant has
   *     its own folder, which no other tenant reaches; in the warehouse where nothing is said. Not
   *     of tenants that have a storage of their own
   * @param allowedLocations where tables of all these tenants may be, beside that: folders such as
   *     {@code file:///data/lake} or {@code s3://bucket/old}
   */
  public record Iceberg(@Nullable String location, @DefaultValue List<String> allowedLocations) {
    public Iceberg {
      location = location == null ? null : LocationUtil.stripTrailingSlash(location);
      allowedLocations = List.copyOf(allowedLocations);
    }
  }

  /** Returns the limits of one stream of changes. */
  StreamLimits streamLimits() {
    return new StreamLimits(
        bulk.batchChanges(),
        bulk.maxInFlightChanges(),
        bulk.maxInFlightSize().toBytes(),
        bulk.patience());
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("tarn.rest." + name + " is positive");
    }
  }
}
