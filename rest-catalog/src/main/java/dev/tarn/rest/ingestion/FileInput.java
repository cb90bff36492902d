package dev.tarn.rest.ingestion;

import dev.tarn.core.ingest.ImportInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on disk. */
record FileInput(String name, long sizeBytes, Path file) implements ImportInput {
  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }
}
