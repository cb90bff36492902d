package dev.tarn.iceberg.store;

import dev.tarn.iceberg.nessie.EmbeddedNessieSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are, and how they are kept.
 *
 * @param dataFolder what belongs to this server alone; one server at a time
 * @param warehouse the tables, the log and what restores them; shared by the servers of an
 *     installation
 * @param nessieUri of a Nessie server, with {@code /api/v2}; null to run one in the data folder
 * @param nessieJar the runnable jar of that one; null for what the system property names
 * @param nessieTimeout after it, the outcome of a commit is unknown
 * @param journalRetention how long a change file is kept after its group was compacted
 * @param checkpointInterval how often it is made sure what is on disk
 * @param usageRetention how long reports of who used which table are kept
 */
public record IcebergSettings(
    Path dataFolder,
    Path warehouse,
    @Nullable URI nessieUri,
    @Nullable Path nessieJar,
    Duration nessieTimeout,
    Duration journalRetention,
    Duration checkpointInterval,
    Duration usageRetention) {
  private static final Duration NESSIE_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration JOURNAL_RETENTION = Duration.ofDays(7);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMinutes(5);
  private static final Duration USAGE_RETENTION = Duration.ofDays(400);

  public IcebergSettings {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    warehouse = warehouse.toAbsolutePath().normalize();
    if (!nessieTimeout.isPositive()
        || !checkpointInterval.isPositive()
        || !usageRetention.isPositive()
        || journalRetention.isNegative()) {
      throw new IllegalArgumentException("times are positive");
    }
  }

  /** Returns the settings of an installation in one folder, with a Nessie of its own. */
  public static IcebergSettings in(Path dataFolder) {
    return new IcebergSettings(
        dataFolder,
        dataFolder.resolve("warehouse"),
        null,
        null,
        NESSIE_TIMEOUT,
        JOURNAL_RETENTION,
        CHECKPOINT_INTERVAL,
        USAGE_RETENTION);
  }

  /** Returns the settings of one of several servers on a warehouse and a Nessie. */
  public static IcebergSettings shared(Path dataFolder, Path warehouse, URI nessieUri) {
    return new IcebergSettings(
        dataFolder,
        warehouse,
        nessieUri,
        null,
        NESSIE_TIMEOUT,
        JOURNAL_RETENTION,
        CHECKPOINT_INTERVAL,
        USAGE_RETENTION);
  }

  /** Returns how an embedded Nessie runs. */
  EmbeddedNessieSettings embeddedNessie() {
    Path folder = dataFolder.resolve("nessie");
    return nessieJar == null
        ? EmbeddedNessieSettings.in(folder)
        : EmbeddedNessieSettings.of(folder, nessieJar);
  }
}
