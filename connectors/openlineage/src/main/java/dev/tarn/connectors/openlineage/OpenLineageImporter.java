package dev.tarn.connectors.openlineage;

import dev.tarn.connectors.mapping.FoldedRead;
import dev.tarn.connectors.mapping.JsonRecords;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import java.io.IOException;
import java.util.List;

/**
 * Reads OpenLineage events: one, an array, or one per line. Memory is bounded as {@link FoldedRead}
 * says; events may be in any order.
 */
public final class OpenLineageImporter implements Importer {
  private static final int NONE = 0;
  private static final int LIKELY = 70;
  private static final int CERTAIN = 95;

  @Override
  public String format() {
    return "openlineage";
  }

  @Override
  public String description() {
    return "OpenLineage run, job and dataset events: one, a JSON array, or one per line";
  }

  @Override
  public int recognise(List<ImportInput> inputs) throws IOException {
    int least = inputs.isEmpty() ? NONE : CERTAIN;
    for (ImportInput input : inputs) {
      least = Math.min(least, recognise(JsonRecords.head(input)));
    }
    return least;
  }

  private static int recognise(String head) {
    String text = head.stripLeading();
    if (!(text.startsWith("{") || text.startsWith("[") || text.startsWith("\uFEFF"))) {
      return NONE;
    }
    if (text.contains("openlineage.io/spec/")) {
      return CERTAIN;
    }
    boolean event = text.contains("\"eventTime\"") || text.contains("\"eventType\"");
    boolean about =
        text.contains("\"job\"") || text.contains("\"run\"") || text.contains("\"dataset\"");
    return event && about ? LIKELY : NONE;
  }

  @Override
  public void read(List<ImportInput> inputs, ImportSink sink) throws IOException {
    FoldedRead.read(
        inputs,
        sink,
        (fold, report) -> {
          EventMapper mapper = new EventMapper();
          long bytesBefore = 0;
          for (ImportInput input : inputs) {
            JsonRecords.read(
                input,
                bytesBefore,
                report,
                (position, event) -> {
                  mapper.map(event, fold.changes(), report, position);
                  fold.endOfRecord();
                });
            bytesBefore += input.sizeBytes();
          }
        });
  }
}
