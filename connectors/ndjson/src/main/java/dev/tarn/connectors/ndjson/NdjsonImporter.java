package dev.tarn.connectors.ndjson;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import dev.tarn.json.ChangeJson;
import dev.tarn.json.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads changes, one per line. Memory is bounded by one line. */
public final class NdjsonImporter implements Importer {
  private static final int NONE = 0;
  private static final int POSSIBLE = 20;
  private static final int CERTAIN = 95;
  private static final int HEAD_BYTES = 16 << 10;

  @Override
  public String format() {
    return "ndjson";
  }

  @Override
  public String description() {
    return "Tarn's own changes, one JSON object per line";
  }

  @Override
  public int recognise(List<ImportInput> inputs) throws IOException {
    int least = inputs.isEmpty() ? NONE : CERTAIN;
    for (ImportInput input : inputs) {
      least = Math.min(least, recognise(input));
    }
    return least;
  }

  private static int recognise(ImportInput input) throws IOException {
    String head;
    try (InputStream in = input.open()) {
      head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    }
    String line =
        head.lines().map(String::strip).filter(text -> !text.isEmpty()).findFirst().orElse("");
    String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
    if (!text.startsWith("{")) {
      return NONE;
    }
    boolean change =
        text.contains("\"qualifiedName\"")
            || (text.contains("\"op\"")
                && (text.contains("\"asset\"")
                    || text.contains("\"source\"")
                    || text.contains("\"assetType\"")
                    || text.contains("\"relationshipType\"")));
    if (change && (text.contains("\"type\"") || text.contains("\"op\""))) {
      return CERTAIN;
    }
    String name = input.name().toLowerCase(Locale.ROOT);
    return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? POSSIBLE : NONE;
  }

  @Override
  public void read(List<ImportInput> inputs, ImportSink sink) throws IOException {
    long bytesBefore = 0;
    for (ImportInput input : inputs) {
      try (LineReader lines = new LineReader(input.open())) {
        LineReader.Line line = lines.next();
        while (line != null) {
          read(new ImportPosition(input.name(), line.number()), line, sink);
          sink.progress(bytesBefore + lines.bytesRead());
          line = lines.next();
        }
        bytesBefore += lines.bytesRead();
      }
    }
    sink.progress(bytesBefore);
  }

  private static void read(ImportPosition position, LineReader.Line line, ImportSink sink)
      throws IOException {
    Change change;
    switch (line) {
      case LineReader.Overlong overlong -> {
        reject(position, overlong.error(), sink);
        return;
      }
      case LineReader.Text text -> {
        try {
          change = ChangeJson.read(text.bytes());
        } catch (CatalogException e) {
          reject(position, e, sink);
          return;
        }
      }
    }
    sink.change(position, change);
  }

  private static void reject(ImportPosition position, CatalogException e, ImportSink sink) {
    sink.rejected(position, e.code(), e.getMessage(), e.field());
  }
}
