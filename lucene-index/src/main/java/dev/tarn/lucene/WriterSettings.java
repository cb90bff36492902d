package dev.tarn.lucene;

import dev.tarn.lucene.search.SearchDocuments;
import java.util.Set;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;

/** How indexes are written. */
final class WriterSettings {
  private static final double BYTES_PER_MIB = 1 << 20;

  private WriterSettings() {}

  /**
   * Returns what an index that follows the log is written with.
   *
   * @param inherited the segments that it was forked with
   */
  static IndexWriterConfig ofFollower(LuceneIndexSettings settings, Set<String> inherited) {
    return config(settings)
        .setMergePolicy(new InheritedSegments(new TieredMergePolicy(), inherited))
        // What is applied is shown at once, not after the small segments are merged.
        .setMaxFullFlushMergeWaitMillis(0);
  }

  /** Returns what an index that is built at once is written with. */
  static IndexWriterConfig ofBuild(LuceneIndexSettings settings) {
    return config(settings);
  }

  private static IndexWriterConfig config(LuceneIndexSettings settings) {
    return new IndexWriterConfig(SearchDocuments.analyzer())
        .setRAMBufferSizeMB(settings.ramBufferBytes() / BYTES_PER_MIB)
        .setCommitOnClose(false);
  }
}
