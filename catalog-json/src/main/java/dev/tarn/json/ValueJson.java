package dev.tarn.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values as JSON: {@code String}, {@code Boolean}, {@code Long} (integers), {@code
 * Double} (numbers with a fraction or an exponent), {@code List}, string-keyed {@code Map} in the
 * order written, and null.
 */
public final class ValueJson {
  private ValueJson() {}

  /**
   * Reads a value that Tarn wrote.
   *
   * @throws dev.tarn.core.error.CatalogException {@code malformed-json} and the other codes of
   *     {@link ChangeJson#read(byte[])}
   */
  public static @Nullable Object read(String json) {
    return JsonInput.<Holder>readOwn(
            json.getBytes(StandardCharsets.UTF_8), input -> new Holder(input.value()))
        .value();
  }

  /**
   * Reads a value that comes from outside, within {@link JsonLimits}.
   *
   * @throws dev.tarn.core.error.CatalogException as {@link ChangeJson#read(byte[])}
   */
  public static @Nullable Object readForeign(byte[] json) {
    return JsonInput.<Holder>readForeign(json, input -> new Holder(input.value())).value();
  }

  /** Writes a value, without white space. */
  public static String write(@Nullable Object value) {
    return new String(
        JsonOutput.bytes(out -> JsonOutput.value(out, value)), StandardCharsets.UTF_8);
  }

  private record Holder(@Nullable Object value) {}
}
