package dev.tarn.rest.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Says so before a read that may have to wait for the client: what has gathered is then submitted,
 * so that a client may wait for the results of some lines before it sends more.
 */
final class StallNotice extends FilterInputStream {
  private final Stalled stalled;

  /** What to do before waiting. */
  @FunctionalInterface
  interface Stalled {
    void beforeWaiting() throws IOException;
  }

  StallNotice(InputStream in, Stalled stalled) {
    super(in);
    this.stalled = stalled;
  }

  @Override
  public int read() throws IOException {
    notice();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    notice();
    return super.read(bytes, offset, length);
  }

  private void notice() throws IOException {
    if (in.available() <= 0) {
      stalled.beforeWaiting();
    }
  }
}
