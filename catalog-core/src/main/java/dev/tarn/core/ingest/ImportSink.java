package dev.tarn.core.ingest;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes what an importer reads. Blocks while the catalog is busy, which paces the importer. */
public interface ImportSink {
  /** Takes a change. */
  void change(ImportPosition position, Change change) throws IOException;

  /** Takes the report of a record that cannot be read. */
  void rejected(ImportPosition position, ErrorCode code, String message, @Nullable String field);

  /**
   * Counts something that the catalog has no place for.
   *
   * @param what a stable name for the summary, such as {@code dataset.embed}
   */
  void notMapped(String what);

  /** Says how many bytes of the input have been read in all; for progress. */
  void progress(long bytesRead);
}
