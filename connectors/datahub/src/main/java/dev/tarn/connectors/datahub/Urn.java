package dev.tarn.connectors.datahub;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name in DataHub: {@code urn:li:type:key}, or {@code urn:li:type:(part,part,…)} where parts may
 * be URNs.
 *
 * @param parts of the key, at least one, none blank, without percent-encoding
 */
record Urn(String type, List<String> parts) {
  private static final String PREFIX = "urn:li:";

  /** Parts nest in parts, such as a job's in a column's; this is more than any format uses. */
  private static final int MAX_PARTS = 16;

  Urn {
    parts = List.copyOf(parts);
  }

  /** Returns the URN, or null if the text is none. */
  static @Nullable Urn parse(@Nullable String text) {
    if (text == null || !text.startsWith(PREFIX)) {
      return null;
    }
    int colon = text.indexOf(':', PREFIX.length());
    if (colon <= PREFIX.length()) {
      return null;
    }
    String key = text.substring(colon + 1).strip();
    List<String> parts = key.startsWith("(") && key.endsWith(")") ? split(key) : List.of(key);
    List<String> decoded = new ArrayList<>();
    for (String part : parts) {
      // A part that is a URN is decoded when it is parsed itself.
      String plain = part.startsWith(PREFIX) ? part : decode(part);
      if (plain.isBlank()) {
        return null;
      }
      decoded.add(plain.strip());
    }
    return decoded.isEmpty() || decoded.size() > MAX_PARTS
        ? null
        : new Urn(text.substring(PREFIX.length(), colon), decoded);
  }

  String part(int index) {
    return parts.get(index);
  }

  private static List<String> split(String tuple) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 1;
    int end = tuple.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = tuple.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(tuple.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(tuple.substring(from, end).strip());
    return parts;
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (encoded[i] == '%' && high >= 0 && low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(encoded[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
