package dev.tarn.testkit.ingest;

import dev.tarn.core.ingest.ImportInput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An input in memory. */
public final class BytesInput implements ImportInput {
  private final String name;
  private final byte[] bytes;

  public BytesInput(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes.clone();
  }

  public BytesInput(String name, String text) {
    this(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String name() {
    return name;
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
