package dev.tarn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineReaderTest {
  @Test
  void linesAreNumberedAndBlankOnesLeftOut() throws IOException {
    assertEquals(List.of("1 a", "3 b", "5  c "), lines("a\n\r\nb\r\n \t\r\n c \n", 100));
    assertEquals(List.of("1 a", "2 b"), lines("a\nb", 100));
    assertEquals(List.of("1 a"), lines("\uFEFFa", 100));
    assertEquals(List.of("2 \uFEFFa"), lines("\n\uFEFFa", 100));
    assertEquals(List.of(), lines("", 100));
    assertEquals(List.of(), lines("\n\n", 100));
    assertEquals(List.of("1 a\rb"), lines("a\rb\r", 100));
  }

  @Test
  void overlongLineIsReportedAndTheStreamGoesOn() throws IOException {
    assertEquals(
        List.of("1 12345", "2 too long", "3 12345", "4 too long", "5 x"),
        lines("12345\n123456\n12345\r\n" + "y".repeat(300_000) + "\nx", 5));
    assertEquals(List.of("1 too long"), lines("123456", 5));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsOfAnySizeGiveTheSameLines(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int line = 1; line <= 200; line++) {
      String content = "z".repeat(random.nextInt(random.nextInt(20) == 0 ? 200_000 : 50));
      if (content.length() > 100_000) {
        expected.add(line + " too long");
      } else if (!content.isEmpty()) {
        expected.add(line + " " + content);
      }
      text.append(content).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    InputStream dribble =
        new ByteArrayInputStream(bytes) {
          @Override
          public int read(byte[] buffer) {
            return read(buffer, 0, Math.min(buffer.length, random.nextInt(1, 5_000)));
          }
        };
    assertEquals(expected, lines(new LineReader(dribble, 100_000), bytes.length));
  }

  @Test
  void badLineDoesNotStopTheStream() throws IOException {
    byte[] stream =
        "{\"type\":\"t\",\"qualifiedName\":\"a\"}\n{\"type\":\n{\"type\":\"t\",\"qualifiedName\":\"b\"}\n"
            .getBytes(StandardCharsets.UTF_8);
    try (LineReader reader = new LineReader(new ByteArrayInputStream(stream))) {
      ChangeJson.read(assertInstanceOf(LineReader.Text.class, reader.next()).bytes());
      LineReader.Text bad = assertInstanceOf(LineReader.Text.class, reader.next());
      assertEquals(
          ErrorCode.MALFORMED_JSON,
          assertThrows(CatalogException.class, () -> ChangeJson.read(bad.bytes())).code());
      assertEquals(2, bad.number());
      ChangeJson.read(assertInstanceOf(LineReader.Text.class, reader.next()).bytes());
      assertNull(reader.next());
    }
  }

  private static List<String> lines(String text, int maxLineBytes) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return lines(new LineReader(new ByteArrayInputStream(bytes), maxLineBytes), bytes.length);
  }

  private static List<String> lines(LineReader source, long bytes) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LineReader reader = source) {
      for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
        lines.add(
            line.number()
                + " "
                + switch (line) {
                  case LineReader.Text found -> new String(found.bytes(), StandardCharsets.UTF_8);
                  case LineReader.Overlong overlong -> {
                    assertEquals(ErrorCode.VALUE_TOO_LARGE, overlong.error().code());
                    yield "too long";
                  }
                });
      }
      assertEquals(bytes, reader.bytesRead());
    }
    return lines;
  }
}
