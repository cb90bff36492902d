package dev.tarn.connectors.datahub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.connectors.mapping.FoldedRead;
import dev.tarn.connectors.mapping.JsonRecords;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import dev.tarn.core.ingest.Importer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads change proposals and change events: one, an array, or one per line. Files are read twice:
 * first for what containers are, which stays in memory, then for everything; the second in the
 * bounds of {@link FoldedRead}.
 */
public final class DataHubImporter implements Importer {
  private static final int NONE = 0;
  private static final int CERTAIN = 95;

  @Override
  public String format() {
    return "datahub";
  }

  @Override
  public String description() {
    return "DataHub metadata change proposals and events: a JSON array, or one per line";
  }

  @Override
  public int recognise(List<ImportInput> inputs) throws IOException {
    int least = inputs.isEmpty() ? NONE : CERTAIN;
    for (ImportInput input : inputs) {
      String head = JsonRecords.head(input);
      boolean proposal = head.contains("\"entityUrn\"") && head.contains("\"aspect");
      boolean event = head.contains("\"proposedSnapshot\"");
      least = Math.min(least, (proposal || event) && head.contains("urn:li:") ? CERTAIN : NONE);
    }
    return least;
  }

  @Override
  public void read(List<ImportInput> inputs, ImportSink sink) throws IOException {
    Containers containers = containers(inputs);
    FoldedRead.read(
        inputs,
        sink,
        (fold, report) -> {
          AspectMapper mapper = new AspectMapper(fold.changes(), report, containers);
          long bytesBefore = 0;
          for (ImportInput input : inputs) {
            JsonRecords.read(
                input,
                bytesBefore,
                report,
                (position, proposal) -> {
                  mapper.map(proposal, position);
                  fold.endOfRecord();
                });
            bytesBefore += input.sizeBytes();
          }
        });
  }

  private static Containers containers(List<ImportInput> inputs) throws IOException {
    Containers containers = new Containers();
    for (ImportInput input : inputs) {
      JsonRecords.read(
          input,
          0,
          SILENT,
          (position, proposal) -> {
            if (aboutContainers(proposal)) {
              Proposals.read(proposal, AspectMapper.scope(SILENT, position), containers::learn);
            }
          });
    }
    return containers;
  }

  private static boolean aboutContainers(JsonNode proposal) {
    String aspect = proposal.path("aspectName").asText();
    return aspect.equals("container")
        || aspect.equals("containerProperties")
        || proposal.has("proposedSnapshot");
  }

  /** The second reading reports. */
  private static final ImportSink SILENT =
      new ImportSink() {
        @Override
        public void change(ImportPosition position, Change change) {}

        @Override
        public void rejected(
            ImportPosition position, ErrorCode code, String message, @Nullable String field) {}

        @Override
        public void notMapped(String what) {}

        @Override
        public void progress(long bytesRead) {}
      };
}
