package dev.tarn.rest;

import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import dev.tarn.json.ChangeJson;
import dev.tarn.json.LineReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads changes, one a line; what the tests need of a format. */
abstract class LineImporter implements Importer {
  @Override
  public String description() {
    return "lines of changes, for tests";
  }

  @Override
  public int recognise(List<ImportInput> inputs) {
    return inputs.stream().allMatch(input -> input.name().endsWith("." + format())) ? 100 : 0;
  }

  @Override
  public void read(List<ImportInput> inputs, ImportSink sink) throws IOException {
    for (ImportInput input : inputs) {
      try (LineReader reader = new LineReader(input.open())) {
        for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
          ImportPosition position = new ImportPosition(input.name(), line.number());
          if (line instanceof LineReader.Text text) {
            try {
              sink.change(position, change(text.bytes()));
            } catch (CatalogException e) {
              if (e.code() == ErrorCode.SHUTTING_DOWN) {
                throw e;
              }
              sink.rejected(position, e.code(), e.getMessage(), e.field());
            }
          }
          sink.progress(reader.bytesRead());
        }
      }
    }
    sink.notMapped("test.other");
    sink.notMapped("test.other");
  }

  abstract Change change(byte[] line);

  /** Tarn's own changes. */
  public static final class Plain extends LineImporter {
    @Override
    public String format() {
      return "plain";
    }

    @Override
    Change change(byte[] line) {
      if (line[0] == '!') {
        throw new IllegalStateException("a defect of the importer");
      }
      return ChangeJson.read(line);
    }
  }

  /** Of an event, the job's name. */
  public static final class OpenLineage extends LineImporter {
    @Override
    public String format() {
      return "openlineage";
    }

    @Override
    Change change(byte[] line) {
      Object event = dev.tarn.json.ValueJson.readForeign(line);
      if (event instanceof Map<?, ?> map && map.get("job") instanceof String job) {
        return ChangeJson.of(Map.of("type", "pipeline", "qualifiedName", job));
      }
      throw CatalogException.ofField(ErrorCode.MISSING_FIELD, "job", "the field is required");
    }
  }
}
