package dev.tarn.lucene;

import dev.tarn.lucene.vector.TextHashes;
import java.time.Duration;

/**
 * Limits of an index.
 *
 * @param ramBufferBytes about how much heap holds documents that are not yet written to files
 * @param cachedFilesBytes how much heap holds small new files before they are synced or merged
 * @param commitInterval how long what is applied may stay without being durable
 * @param commitEntries make it durable earlier after this many entries
 * @param texts whether new indexes can be searched by meaning
 * @param past what is kept of the index's past
 */
public record LuceneIndexSettings(
    long ramBufferBytes,
    long cachedFilesBytes,
    Duration commitInterval,
    int commitEntries,
    TextHashes texts,
    PastSettings past) {
  private static final long MIN_RAM_BUFFER_BYTES = 1 << 20;

  /** Lucene's own limit is just below 2 GiB. */
  private static final long MAX_RAM_BUFFER_BYTES = 1 << 30;

  public LuceneIndexSettings {
    if (ramBufferBytes < MIN_RAM_BUFFER_BYTES || ramBufferBytes > MAX_RAM_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "ramBufferBytes is from " + MIN_RAM_BUFFER_BYTES + " to " + MAX_RAM_BUFFER_BYTES);
    }
    if (cachedFilesBytes < 0 || cachedFilesBytes > MAX_RAM_BUFFER_BYTES) {
      throw new IllegalArgumentException("cachedFilesBytes is from 0 to " + MAX_RAM_BUFFER_BYTES);
    }
    if (commitInterval.isNegative() || commitInterval.isZero() || commitEntries < 1) {
      throw new IllegalArgumentException("commitInterval and commitEntries are positive");
    }
  }

  /**
   * Settings of indexes that cannot be searched by meaning, and keep as much of their past as by
   * default.
   */
  public LuceneIndexSettings(
      long ramBufferBytes, long cachedFilesBytes, Duration commitInterval, int commitEntries) {
    this(
        ramBufferBytes,
        cachedFilesBytes,
        commitInterval,
        commitEntries,
        TextHashes.OFF,
        PastSettings.defaults());
  }

  /** Returns the same settings with other texts. */
  public LuceneIndexSettings withTexts(TextHashes other) {
    return new LuceneIndexSettings(
        ramBufferBytes, cachedFilesBytes, commitInterval, commitEntries, other, past);
  }

  /** Returns the same settings, with something else kept of the past. */
  public LuceneIndexSettings withPast(PastSettings other) {
    return new LuceneIndexSettings(
        ramBufferBytes, cachedFilesBytes, commitInterval, commitEntries, texts, other);
  }

  /** Returns the settings that fit a laptop and a small server. */
  public static LuceneIndexSettings defaults() {
    return new LuceneIndexSettings(64L << 20, 16L << 20, Duration.ofSeconds(5), 50_000);
  }
}
