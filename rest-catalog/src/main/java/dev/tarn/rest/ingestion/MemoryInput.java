package dev.tarn.rest.ingestion;

import dev.tarn.core.ingest.ImportInput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A document in memory. */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record MemoryInput(String name, byte[] bytes) implements ImportInput {
  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
