package dev.tarn.testkit.ingest;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that an importer handed over, in order. */
public final class ImportRecord implements ImportSink {
  /** A change and where it came from. */
  public record Positioned(ImportPosition position, Change change) {}

  /** The report of a record that could not be read. */
  public record Rejection(
      ImportPosition position, ErrorCode code, String message, @Nullable String field) {}

  private final List<Positioned> changes = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<String, Long> notMapped = new TreeMap<>();
  private long progressBytes;

  /** Runs an importer. */
  public static ImportRecord of(Importer importer, List<? extends ImportInput> inputs)
      throws IOException {
    ImportRecord record = new ImportRecord();
    importer.read(List.copyOf(inputs), record);
    return record;
  }

  @Override
  public void change(ImportPosition position, Change change) {
    changes.add(new Positioned(position, change));
  }

  @Override
  public void rejected(
      ImportPosition position, ErrorCode code, String message, @Nullable String field) {
    rejections.add(new Rejection(position, code, message, field));
  }

  @Override
  public void notMapped(String what) {
    notMapped.merge(what, 1L, Long::sum);
  }

  @Override
  public void progress(long bytesRead) {
    if (bytesRead < progressBytes) {
      throw new IllegalStateException("progress went back from " + progressBytes);
    }
    progressBytes = bytesRead;
  }

  public List<Positioned> changes() {
    return Collections.unmodifiableList(changes);
  }

  public List<Rejection> rejections() {
    return Collections.unmodifiableList(rejections);
  }

  /** Returns how often what was not mapped, by name. */
  public Map<String, Long> notMapped() {
    return Collections.unmodifiableMap(notMapped);
  }

  public long progressBytes() {
    return progressBytes;
  }
}
