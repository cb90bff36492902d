package dev.tarn.connectors.openlineage;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps events that arrive over HTTP. */
public final class OpenLineageEvents {
  /**
   * What a request's body says.
   *
   * @param changes in the order in which they can be applied
   * @param faults events, or parts of events, that cannot be mapped; the others are
   * @param notMapped how often something was met that the catalog has no place for, by name
   */
  public record Mapped(List<Change> changes, List<Fault> faults, Map<String, Long> notMapped) {
    public Mapped {
      changes = List.copyOf(changes);
      faults = List.copyOf(faults);
      notMapped = Collections.unmodifiableMap(new TreeMap<>(notMapped));
    }
  }

  /**
   * An event, or a part of one, that cannot be mapped.
   *
   * @param event its number in the body, from 1
   * @param field the path of the field at fault, if one is
   */
  public record Fault(long event, ErrorCode code, String message, @Nullable String field) {}

  private OpenLineageEvents() {}

  /** Maps one event, a JSON array of events, or events one after the other. */
  public static Mapped map(byte[] body) {
    List<Change> changes = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    Map<String, Long> notMapped = new TreeMap<>();
    ImportSink sink =
        new ImportSink() {
          @Override
          public void change(ImportPosition position, Change change) {
            changes.add(change);
          }

          @Override
          public void rejected(
              ImportPosition position, ErrorCode code, String message, @Nullable String field) {
            faults.add(new Fault(position.line(), code, message, field));
          }

          @Override
          public void notMapped(String what) {
            notMapped.merge(what, 1L, Long::sum);
          }

          @Override
          public void progress(long bytesRead) {}
        };
    try {
      new OpenLineageImporter().read(List.of(new Body(body)), sink);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new Mapped(changes, faults, notMapped);
  }

  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Body(byte[] bytes) implements ImportInput {
    @Override
    public String name() {
      return "body";
    }

    @Override
    public long sizeBytes() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
