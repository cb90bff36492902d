package dev.tarn.rest.request;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.json.ValueJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON document.
 *
 * @param bytes as they came, for a fingerprint
 * @param value strings, booleans, longs, doubles, lists and maps
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record JsonBody(byte[] bytes, @Nullable Object value) {
  /**
   * Reads a document.
   *
   * @throws CatalogException {@code malformed-json}, {@code invalid-utf8}, {@code
   *     number-out-of-range}, {@code value-too-large}, {@code invalid-value} for a name given twice
   */
  public static JsonBody parse(byte[] bytes) {
    return new JsonBody(bytes, ValueJson.readForeign(bytes));
  }

  /** Returns the members of the document, which must be an object. */
  public Fields object() {
    return Fields.of("", value);
  }

  /** Returns a modifiable copy of the members of the document, which must be an object. */
  public Map<String, @Nullable Object> members() {
    if (!(value instanceof Map<?, ?> map)) {
      throw new CatalogException(ErrorCode.INVALID_VALUE, "the body is not a JSON object");
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put((String) name, member));
    return members;
  }
}
