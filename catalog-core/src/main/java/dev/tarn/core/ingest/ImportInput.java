package dev.tarn.core.ingest;

import java.io.IOException;
import java.io.InputStream;

/** A file to import; can be opened several times. */
public interface ImportInput {
  /** Returns the file's name without folders. */
  String name();

  /** Returns the size in bytes. */
  long sizeBytes();

  /** Opens the file from its start; the caller closes it. */
  InputStream open() throws IOException;
}
