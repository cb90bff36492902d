package dev.tarn.connectors.datahub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tarn.testkit.ingest.BytesInput;
import dev.tarn.testkit.ingest.ImportRecord;
import java.io.IOException;
import java.util.List;

/** Any bytes are read or reported. Runs over its inputs; fuzzes with JAZZER_FUZZ=1. */
final class DataHubFuzzTest {
  @FuzzTest
  void anyBytesAreReadOrReported(byte[] bytes) throws IOException {
    List<BytesInput> inputs = List.of(new BytesInput("fuzz.json", bytes));
    ImportRecord first = ImportRecord.of(new DataHubImporter(), inputs);
    first.rejections().forEach(one -> assertTrue(one.code().httpStatus() < 500, one::message));
    assertEquals(first.changes(), ImportRecord.of(new DataHubImporter(), inputs).changes());
  }
}
