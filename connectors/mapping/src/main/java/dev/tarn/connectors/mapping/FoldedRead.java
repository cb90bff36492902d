package dev.tarn.connectors.mapping;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads inputs through a {@link ChangeFold} in bounded memory.
 *
 * <p>Inputs of up to {@link #MAX_HELD} assets and relationships are read once. Larger ones are read
 * twice: first to learn which write of each field is the last (about 32 bytes per field), then to
 * hand over those, a window at a time. Either way no field is written twice with different values,
 * so that a second import of the same inputs changes nothing. For this, records that write to the
 * same field need different {@linkplain ChangeFold#at orders}.
 */
public final class FoldedRead {
  /** The most assets and relationships that are held at once. */
  public static final int MAX_HELD = 50_000;

  /** One pass over the inputs; it must map the same records in the same order each time. */
  public interface Pass {
    /**
     * Maps all records.
     *
     * @param fold takes what the records say
     * @param report takes rejections, what is not mapped, and progress; not changes
     */
    void read(Fold fold, ImportSink report) throws IOException;
  }

  /** What a pass writes to. */
  public interface Fold {
    ChangeFold changes();

    /** Says that a record is complete; what is held may be handed over now. */
    void endOfRecord() throws IOException;
  }

  private FoldedRead() {}

  public static void read(List<ImportInput> inputs, ImportSink sink, Pass pass) throws IOException {
    read(inputs, sink, MAX_HELD, pass);
  }

  static void read(List<ImportInput> inputs, ImportSink sink, int maxHeld, Pass pass)
      throws IOException {
    long totalBytes = 0;
    for (ImportInput input : inputs) {
      totalBytes += input.sizeBytes();
    }
    ChangeFold fold = new ChangeFold();
    LastWrites last = new LastWrites();
    boolean[] overflowed = new boolean[1];
    ImportSink firstReport = new Report(sink, true, 0);
    fold.reportTo(firstReport);
    pass.read(
        new Fold() {
          @Override
          public ChangeFold changes() {
            return fold;
          }

          @Override
          public void endOfRecord() {
            if (fold.size() >= maxHeld) {
              overflowed[0] = true;
              fold.recordInto(last);
            }
          }
        },
        firstReport);
    if (overflowed[0]) {
      fold.recordInto(last);
      fold.keepOnly(last);
      ImportSink secondReport = new Report(sink, false, totalBytes / 2);
      fold.reportTo(secondReport);
      pass.read(
          new Fold() {
            @Override
            public ChangeFold changes() {
              return fold;
            }

            @Override
            public void endOfRecord() throws IOException {
              if (fold.size() >= maxHeld) {
                fold.flush(sink);
              }
            }
          },
          secondReport);
    }
    fold.flush(sink);
    sink.progress(totalBytes);
  }

  /** Passes on what a pass reports, once, and half of its progress. */
  private record Report(ImportSink sink, boolean first, long baseBytes) implements ImportSink {
    @Override
    public void change(ImportPosition position, Change change) {
      throw new IllegalStateException("changes go through the fold");
    }

    @Override
    public void rejected(
        ImportPosition position, ErrorCode code, String message, @Nullable String field) {
      if (first) {
        sink.rejected(position, code, message, field);
      }
    }

    @Override
    public void notMapped(String what) {
      if (first) {
        sink.notMapped(what);
      }
    }

    @Override
    public void progress(long bytesRead) {
      sink.progress(baseBytes + bytesRead / 2);
    }
  }
}
