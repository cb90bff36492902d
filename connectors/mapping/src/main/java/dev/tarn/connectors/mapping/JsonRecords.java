package dev.tarn.connectors.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.ingest.ImportInput;
import dev.tarn.core.ingest.ImportPosition;
import dev.tarn.core.ingest.ImportSink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads JSON objects one at a time: from an array, one per line, or one after the other.
 *
 * <p>Among lines, one that is malformed is reported and the next is read. In an array, what follows
 * a malformed element cannot be read, so the report of it is the last.
 */
public final class JsonRecords {
  /** The longest record, in bytes. */
  public static final int MAX_RECORD_BYTES = 64 << 20;

  /** The most of an input that is read to recognise it, in bytes. */
  public static final int MAX_HEAD_BYTES = 16 << 10;

  private static final int BUFFER_BYTES = 1 << 16;

  /** Reads and writes trees; long text and deep nesting within limits. */
  public static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxStringLength(MAX_RECORD_BYTES)
                      .maxNestingDepth(500)
                      .build())
              .build());

  /** Takes records. */
  public interface Handler {
    void record(ImportPosition position, JsonNode record) throws IOException;
  }

  private JsonRecords() {}

  /** Reads all records of an input; positions are lines, or numbers of elements in an array. */
  public static void read(ImportInput input, long bytesBefore, ImportSink report, Handler handler)
      throws IOException {
    try (CountingStream counted = new CountingStream(input.open());
        BufferedInputStream in = new BufferedInputStream(counted, BUFFER_BYTES)) {
      in.mark(MAX_HEAD_BYTES);
      int first = firstVisible(in);
      in.reset();
      if (first == '[') {
        readArray(input, bytesBefore, report, handler, counted, in);
      } else {
        readLines(input, bytesBefore, report, handler, counted, in);
      }
    }
  }

  /** Returns the first bytes of an input as text, for recognition. */
  public static String head(ImportInput input) throws IOException {
    try (InputStream in = input.open()) {
      return new String(in.readNBytes(MAX_HEAD_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static int firstVisible(InputStream in) throws IOException {
    for (int i = 0; i < MAX_HEAD_BYTES; i++) {
      int c = in.read();
      // A byte order mark is skipped like white space.
      if (c < 0 || !(c <= ' ' || c == 0xEF || c == 0xBB || c == 0xBF)) {
        return c;
      }
    }
    return -1;
  }

  private static void readArray(
      ImportInput input,
      long bytesBefore,
      ImportSink report,
      Handler handler,
      CountingStream counted,
      InputStream in)
      throws IOException {
    long number = 0;
    try (JsonParser parser = MAPPER.getFactory().createParser(in)) {
      parser.nextToken();
      while (true) {
        number++;
        JsonNode record;
        try {
          JsonToken token = parser.nextToken();
          if (token == null || token == JsonToken.END_ARRAY) {
            return;
          }
          record = MAPPER.readTree(parser);
        } catch (JsonProcessingException | CharConversionException e) {
          report.rejected(
              new ImportPosition(input.name(), number),
              code(e),
              "the rest of the array cannot be read: " + message(e),
              null);
          return;
        }
        accept(new ImportPosition(input.name(), number), record, report, handler);
        report.progress(bytesBefore + counted.count());
      }
    }
  }

  private static void readLines(
      ImportInput input,
      long bytesBefore,
      ImportSink report,
      Handler handler,
      CountingStream counted,
      InputStream in)
      throws IOException {
    Splitter splitter = new Splitter(in);
    while (splitter.next()) {
      ImportPosition position = new ImportPosition(input.name(), splitter.line());
      if (splitter.tooLong()) {
        report.rejected(
            position,
            ErrorCode.VALUE_TOO_LARGE,
            "a record is at most " + MAX_RECORD_BYTES + " bytes",
            null);
        continue;
      }
      JsonNode record;
      try {
        record = MAPPER.readTree(splitter.bytes());
      } catch (JsonProcessingException | CharConversionException e) {
        report.rejected(position, code(e), message(e), null);
        continue;
      }
      accept(position, record, report, handler);
      report.progress(bytesBefore + counted.count());
    }
  }

  private static void accept(
      ImportPosition position, JsonNode record, ImportSink report, Handler handler)
      throws IOException {
    if (record.isObject()) {
      handler.record(position, record);
    } else {
      report.rejected(
          position,
          ErrorCode.INVALID_VALUE,
          "expected an object but got " + record.getNodeType().name().toLowerCase(Locale.ROOT),
          null);
    }
  }

  /** Returns the code of an error that a parser of this class's {@link #MAPPER} threw. */
  public static ErrorCode code(IOException e) {
    return e instanceof CharConversionException || original(e).startsWith("Invalid UTF-8")
        ? ErrorCode.INVALID_UTF8
        : ErrorCode.MALFORMED_JSON;
  }

  /** Returns what a parser's error says, without the input's text around it. */
  public static String message(IOException e) {
    return original(e).lines().findFirst().orElse("not JSON");
  }

  private static String original(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return message == null ? "not JSON" : message;
  }

  /**
   * Cuts a stream into top-level values at line ends where braces balance. A line that leaves
   * braces open is joined with the next ones, unless the next begins a new object at its first
   * column.
   */
  private static final class Splitter {
    private final InputStream in;
    private ByteArrayOutputStream record = new ByteArrayOutputStream();
    private byte[] pending = new byte[0];
    private long linesRead;
    private long pendingLine;
    private long line;
    private int length;

    Splitter(InputStream in) {
      this.in = in;
    }

    boolean next() throws IOException {
      record = new ByteArrayOutputStream();
      length = 0;
      int depth = 0;
      boolean inString = false;
      boolean escaped = false;
      int lines = 0;
      while (true) {
        byte[] text = pending.length > 0 ? pending : readLine();
        long textLine = pending.length > 0 ? pendingLine : linesRead;
        pending = new byte[0];
        if (text.length == 0) {
          return lines > 0;
        }
        boolean blank = isBlank(text);
        if (lines == 0 && blank) {
          continue;
        }
        if (lines == 1 && text[0] == '{') {
          pending = text;
          pendingLine = textLine;
          return true;
        }
        if (lines == 0) {
          line = textLine;
        }
        lines++;
        length += text.length;
        if (length <= MAX_RECORD_BYTES) {
          record.write(text, 0, text.length);
        }
        for (int i = 0; i < text.length; i++) {
          byte c = text[i];
          if (escaped) {
            escaped = false;
          } else if (inString) {
            if (c == '\\') {
              escaped = true;
            } else if (c == '"') {
              inString = false;
            }
          } else if (c == '"') {
            inString = true;
          } else if (c == '{' || c == '[') {
            depth++;
          } else if (c == '}' || c == ']') {
            depth--;
            if (depth == 0 && c == '}' && hasObject(text, i + 1)) {
              // Objects one after the other on one line.
              record = cut(record, text.length - i - 1);
              pending = Arrays.copyOfRange(text, i + 1, text.length);
              pendingLine = textLine;
              return true;
            }
          }
        }
        // JSON has no line end inside a string: what is open here is broken.
        if (depth <= 0 || inString) {
          return true;
        }
      }
    }

    boolean tooLong() {
      return length > MAX_RECORD_BYTES;
    }

    long line() {
      return line;
    }

    byte[] bytes() {
      return record.toByteArray();
    }

    private static ByteArrayOutputStream cut(ByteArrayOutputStream whole, int tailBytes) {
      ByteArrayOutputStream cut = new ByteArrayOutputStream();
      byte[] bytes = whole.toByteArray();
      cut.write(bytes, 0, Math.max(0, bytes.length - tailBytes));
      return cut;
    }

    private static boolean hasObject(byte[] text, int from) {
      for (int i = from; i < text.length; i++) {
        if (text[i] == '{') {
          return true;
        }
        if (text[i] > ' ') {
          return false;
        }
      }
      return false;
    }

    private static boolean isBlank(byte[] text) {
      for (byte c : text) {
        if (c > ' ' || c < 0) {
          return false;
        }
      }
      return true;
    }

    /**
     * Returns a line with its end, empty at the end of the input; the tail of a huge one is lost.
     */
    private byte[] readLine() throws IOException {
      ByteArrayOutputStream text = new ByteArrayOutputStream(256);
      int c;
      while ((c = in.read()) >= 0) {
        if (text.size() <= MAX_RECORD_BYTES || c == '\n') {
          text.write(c);
        }
        if (c == '\n') {
          break;
        }
      }
      if (text.size() > 0) {
        linesRead++;
      }
      return text.toByteArray();
    }
  }
}
