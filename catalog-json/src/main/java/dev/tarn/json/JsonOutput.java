package dev.tarn.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON documents and the values in them. */
final class JsonOutput {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // As UTF-8 has it; what then still is escaped is half a pair.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          // Inputs are limited where they come in; what was let in must be written.
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private static final int INITIAL_BYTES = 1_024;

  /** A backslash, a u and four digits. */
  private static final int ESCAPE_BYTES = 6;

  /** One document's writing. */
  interface Writing {
    void write(JsonGenerator out) throws IOException;
  }

  private JsonOutput() {}

  /**
   * Returns the document in UTF-8.
   *
   * @throws CatalogException {@code invalid-utf8} for a text with half a surrogate pair
   */
  static byte[] bytes(Writing writing) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(INITIAL_BYTES)) {
      try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
        writing.write(out);
      }
      byte[] document = bytes.toByteArray();
      checkNoLoneSurrogate(document);
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** Refuses an escaped surrogate: it could be written, but never be read back. */
  private static void checkNoLoneSurrogate(byte[] document) {
    int last = document.length - ESCAPE_BYTES;
    for (int i = 0; i <= last; i++) {
      if (document[i] == '\\') {
        i++;
        if (document[i] == 'u'
            && (document[i + 1] == 'D' || document[i + 1] == 'd')
            && document[i + 2] >= '8') {
          throw new CatalogException(ErrorCode.INVALID_UTF8, "a text has half a surrogate pair");
        }
      }
    }
  }

  /** Writes a value of the kinds that attributes have. */
  static void value(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean bool -> out.writeBoolean(bool);
      case Long integer -> out.writeNumber(integer);
      case Double number -> number(out, number);
      case List<?> list -> {
        out.writeStartArray();
        for (Object element : list) {
          value(out, element);
        }
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
          out.writeFieldName((String) member.getKey());
          value(out, member.getValue());
        }
        out.writeEndObject();
      }
      default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
    }
  }

  private static void number(JsonGenerator out, double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("no JSON form for " + number);
    }
    out.writeNumber(number);
  }

  static void optional(JsonGenerator out, String name, @Nullable String text) throws IOException {
    if (text != null) {
      out.writeStringField(name, text);
    }
  }

  static void optional(JsonGenerator out, String name, @Nullable Double number) throws IOException {
    if (number != null) {
      out.writeFieldName(name);
      number(out, number);
    }
  }

  static void nonEmpty(JsonGenerator out, String name, Map<String, ?> map) throws IOException {
    if (!map.isEmpty()) {
      out.writeFieldName(name);
      value(out, map);
    }
  }

  static void nonEmpty(JsonGenerator out, String name, List<String> texts) throws IOException {
    if (!texts.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (String text : texts) {
        out.writeString(text);
      }
      out.writeEndArray();
    }
  }
}
