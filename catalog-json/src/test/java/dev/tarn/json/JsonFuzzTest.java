package dev.tarn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any bytes are a change or a coded error. Runs over its inputs; fuzzes with JAZZER_FUZZ=1. */
final class JsonFuzzTest {
  private static final int MAX_LINE_BYTES = 40;

  @FuzzTest
  void anyBytesAreAChangeOrACodedError(byte[] bytes) {
    Change change;
    try {
      change = ChangeJson.read(bytes);
    } catch (CatalogException e) {
      assertTrue(e.code().httpStatus() < 500, e::getMessage);
      return;
    }
    assertEquals(change, ChangeJson.read(ChangeJson.writeBytes(change)));
  }

  @FuzzTest
  void linesAccountForEveryByte(FuzzedDataProvider data) throws IOException {
    byte[] bytes = data.consumeRemainingAsBytes();
    long newLines = 0;
    for (byte b : bytes) {
      newLines += b == '\n' ? 1 : 0;
    }
    try (LineReader reader = new LineReader(new ByteArrayInputStream(bytes), MAX_LINE_BYTES)) {
      long last = 0;
      for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
        assertTrue(line.number() > last && line.number() <= newLines + 1);
        last = line.number();
        if (line instanceof LineReader.Text text) {
          assertTrue(text.bytes().length <= MAX_LINE_BYTES && text.bytes().length > 0);
        }
      }
      assertEquals(bytes.length, reader.bytesRead());
    }
  }
}
