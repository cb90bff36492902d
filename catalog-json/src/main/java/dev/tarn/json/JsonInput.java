package dev.tarn.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document into strings, booleans, longs, doubles, lists and maps. */
final class JsonInput implements AutoCloseable {
  private static final int MAX_EXTRACT_CHARS = 64;

  /** The deepest nesting of what Tarn itself wrote: deeper than it lets in. */
  private static final int MAX_OWN_NESTING_DEPTH = JsonLimits.MAX_NESTING_DEPTH + 16;

  /** The text of the longest 64-bit integer has 20 characters. */
  private static final int MAX_INTEGER_CHARS = 20;

  private static final JsonFactory OWN = factory(Integer.MAX_VALUE);
  private static final JsonFactory FOREIGN = factory(JsonLimits.MAX_NAME_BYTES);

  /** One document's reading. */
  interface Reading<T> {
    T read(JsonInput input) throws IOException;
  }

  private final JsonParser parser;
  private final int maxDepth;

  private JsonInput(JsonParser parser, int maxDepth) {
    this.parser = parser;
    this.maxDepth = maxDepth;
  }

  /** Reads what Tarn wrote, of which size is no concern. */
  static <T> T readOwn(byte[] document, Reading<T> reading) {
    return read(OWN, document, MAX_OWN_NESTING_DEPTH, reading);
  }

  /** Reads what comes from outside, within {@link JsonLimits}. */
  static <T> T readForeign(byte[] document, Reading<T> reading) {
    if (document.length > JsonLimits.MAX_LINE_BYTES) {
      throw tooLong(JsonLimits.MAX_LINE_BYTES);
    }
    return read(FOREIGN, document, JsonLimits.MAX_NESTING_DEPTH, reading);
  }

  static CatalogException tooLong(int maxBytes) {
    return new CatalogException(
        ErrorCode.VALUE_TOO_LARGE, "the line is longer than " + maxBytes + " bytes");
  }

  private static JsonFactory factory(int maxNameBytes) {
    return JsonFactory.builder()
        // The input is UTF-8, and nothing else by the look of its first bytes.
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        // Names come from outside without end: they must not stay in the JVM's table of strings,
        // and
        // names made to collide may cost time but must not make a document unreadable.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_OWN_NESTING_DEPTH + 1)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(maxNameBytes)
                // Checked here instead, where the field is known.
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .errorReportConfiguration(
            ErrorReportConfiguration.builder().maxErrorTokenLength(MAX_EXTRACT_CHARS).build())
        .build();
  }

  private static <T> T read(
      JsonFactory factory, byte[] document, int maxDepth, Reading<T> reading) {
    Utf8.check(document);
    try (JsonInput input = new JsonInput(factory.createParser(document), maxDepth)) {
      T result = reading.read(input);
      if (input.parser.nextToken() != null) {
        throw input.malformed("there is more after the document's end");
      }
      return result;
    } catch (StreamConstraintsException e) {
      throw new CatalogException(ErrorCode.VALUE_TOO_LARGE, e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new CatalogException(
          ErrorCode.MALFORMED_JSON,
          "malformed JSON at " + position(e.getLocation()) + ": " + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw malformed("the document ends early");
    }
    return token;
  }

  private @Nullable String nextName() throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      checkText(name);
    }
    return name;
  }

  /** Reads the document as an object; the map is modifiable, what is in it is not. */
  Map<String, @Nullable Object> object() throws IOException {
    if (next() != JsonToken.START_OBJECT) {
      throw malformed("expected an object");
    }
    return members(1);
  }

  /** Reads the document, whatever it is. */
  @Nullable Object value() throws IOException {
    next();
    return current(0);
  }

  private @Nullable Object current(int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> Collections.unmodifiableMap(members(depth + 1));
      case START_ARRAY -> elements(depth + 1);
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw malformed("expected a value");
    };
  }

  private Map<String, @Nullable Object> members(int depth) throws IOException {
    checkDepth(depth);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = nextName(); name != null; name = nextName()) {
      next();
      if (members.containsKey(name)) {
        throw fault(ErrorCode.INVALID_VALUE, "the field is given twice");
      }
      members.put(name, current(depth));
    }
    return members;
  }

  private List<@Nullable Object> elements(int depth) throws IOException {
    checkDepth(depth);
    List<@Nullable Object> elements = new ArrayList<>();
    while (next() != JsonToken.END_ARRAY) {
      elements.add(current(depth));
    }
    return Collections.unmodifiableList(elements);
  }

  private String text() throws IOException {
    String text = parser.getText();
    checkText(text);
    return text;
  }

  /** A lone surrogate, which only an escape can smuggle in, has no form in UTF-8. */
  private void checkText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw fault(ErrorCode.INVALID_UTF8, "the text has half a surrogate pair");
        }
        i++;
      }
    }
  }

  private Long integer() throws IOException {
    if (parser.getTextLength() > MAX_INTEGER_CHARS
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw fault(ErrorCode.NUMBER_OUT_OF_RANGE, "an integer has at most 64 bits");
    }
    return parser.getLongValue();
  }

  private Double number() throws IOException {
    if (parser.getTextLength() > JsonLimits.MAX_NUMBER_CHARS) {
      throw fault(
          ErrorCode.NUMBER_OUT_OF_RANGE,
          "a number has at most " + JsonLimits.MAX_NUMBER_CHARS + " characters");
    }
    double value = Double.parseDouble(parser.getText());
    if (!Double.isFinite(value)) {
      throw fault(
          ErrorCode.NUMBER_OUT_OF_RANGE, "a number is a finite 64-bit floating point value");
    }
    return value;
  }

  private void checkDepth(int depth) {
    if (depth > maxDepth) {
      throw fault(ErrorCode.VALUE_TOO_LARGE, "values are nested deeper than " + maxDepth);
    }
  }

  private CatalogException malformed(String what) {
    return new CatalogException(
        ErrorCode.MALFORMED_JSON,
        "malformed JSON at " + position(parser.currentTokenLocation()) + ": " + what);
  }

  /** The line is left out of what is one line, whose number the caller knows. */
  private static String position(JsonLocation at) {
    return (at.getLineNr() > 1 ? "line " + at.getLineNr() + ", column " : "column ")
        + at.getColumnNr();
  }

  /** Returns an error about the field at which the reading is. */
  private CatalogException fault(ErrorCode code, String message) {
    String path = path(parser.getParsingContext());
    return path.isEmpty()
        ? new CatalogException(code, message)
        : CatalogException.ofField(code, path, message);
  }

  private static String path(JsonStreamContext context) {
    StringBuilder path = new StringBuilder();
    for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
      // An array that was just opened has no index yet, and stands for itself.
      if (at.inArray() && at.hasCurrentIndex()) {
        path.insert(0, "[" + at.getCurrentIndex() + "]");
      } else if (at.inObject() && at.getCurrentName() != null) {
        boolean last = path.isEmpty() || path.charAt(0) == '[';
        path.insert(0, abbreviated(at.getCurrentName()) + (last ? "" : "."));
      }
    }
    return path.toString();
  }

  static String abbreviated(String name) {
    return name.length() <= MAX_EXTRACT_CHARS ? name : name.substring(0, MAX_EXTRACT_CHARS) + "…";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
