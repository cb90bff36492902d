package dev.tarn.json;

import dev.tarn.core.error.CatalogException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines. A line ends with LF or CR LF, the last one also with the stream; lines
 * of white space only are left out, but counted; a byte order mark at the start is skipped. Memory
 * is bounded by one line. Not thread safe.
 */
public final class LineReader implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** One line. */
  public sealed interface Line {
    /** Returns the line's number, from 1. */
    long number();
  }

  /**
   * A line to read.
   *
   * @param bytes without the end of the line
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Text(long number, byte[] bytes) implements Line {}

  /**
   * A line beyond the limit, of which nothing was kept.
   *
   * @param error {@code value-too-large}
   */
  public record Overlong(long number, CatalogException error) implements Line {}

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long lineNumber;
  private long bytesRead;

  /** Reads lines of at most {@link JsonLimits#MAX_LINE_BYTES}; closes the stream when closed. */
  public LineReader(InputStream in) {
    this(in, JsonLimits.MAX_LINE_BYTES);
  }

  LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** Returns the next line, or null at the end. */
  public @Nullable Line next() throws IOException {
    while (fill()) {
      lineNumber++;
      Line line = line();
      if (line != null) {
        return line;
      }
    }
    return null;
  }

  /** Returns how many bytes the lines returned so far, and what was left out before them, took. */
  public long bytesRead() {
    return bytesRead - (limit - position);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads the rest of a line that has at least one byte, its end included; null if it is blank. */
  private @Nullable Line line() throws IOException {
    int end = endOfLine();
    if (end >= 0) {
      byte[] bytes = Arrays.copyOfRange(buffer, position, end);
      position = end + 1;
      return finished(bytes);
    }
    ByteArrayOutputStream collected = new ByteArrayOutputStream();
    boolean overlong = false;
    do {
      end = endOfLine();
      int upTo = end >= 0 ? end : limit;
      // One byte more is let in: it may be the CR of the line's end.
      overlong = overlong || (long) collected.size() + (upTo - position) > maxLineBytes + 1L;
      if (!overlong) {
        collected.write(buffer, position, upTo - position);
      }
      position = end >= 0 ? end + 1 : limit;
    } while (end < 0 && fill());
    return overlong ? overlong() : finished(collected.toByteArray());
  }

  private @Nullable Line finished(byte[] bytes) {
    int from = lineNumber == 1 && startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    int to =
        bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    if (isBlank(bytes, from, to)) {
      return null;
    }
    if (to - from > maxLineBytes) {
      return overlong();
    }
    boolean whole = from == 0 && to == bytes.length;
    return new Text(lineNumber, whole ? bytes : Arrays.copyOfRange(bytes, from, to));
  }

  private Line overlong() {
    return new Overlong(lineNumber, JsonInput.tooLong(maxLineBytes));
  }

  private static boolean startsWithByteOrderMark(byte[] bytes) {
    return bytes.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private int endOfLine() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Makes at least one byte available; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    position = 0;
    limit = 0;
    int count = in.read(buffer);
    if (count < 0) {
      return false;
    }
    limit = count;
    bytesRead += count;
    return true;
  }
}
