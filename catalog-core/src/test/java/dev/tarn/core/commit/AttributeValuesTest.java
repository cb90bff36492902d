package dev.tarn.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of value: what is taken, in which form, and what is refused. */
final class AttributeValuesTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  private static AttributeDefinition of(AttributeKind kind) {
    return AttributeDefinition.optional("a", kind, "");
  }

  private static AttributeDefinition of(AttributeKind kind, AttributeKind element) {
    return AttributeDefinition.collection("a", kind, element, "");
  }

  private static Object take(AttributeDefinition definition, Object value) {
    return AttributeValues.check("attributes.a", definition, value);
  }

  private static CatalogException refuse(AttributeDefinition definition, Object value) {
    return assertThrows(CatalogException.class, () -> take(definition, value));
  }

  private static void assertInvalid(AttributeKind kind, Object... values) {
    for (Object value : values) {
      CatalogException refused = refuse(of(kind), value);
      assertEquals(ErrorCode.INVALID_VALUE, refused.code(), kind + " " + value);
      assertEquals("attributes.a", refused.field());
    }
  }

  @Test
  void text() {
    assertEquals("", take(of(AttributeKind.STRING), ""));
    assertInvalid(AttributeKind.STRING, 1, 1.5, true, List.of(), Map.of(), "a\u0000", "\uD800");
    assertEquals(
        ErrorCode.VALUE_TOO_LARGE, refuse(of(AttributeKind.STRING), "x".repeat(10 << 20)).code());
  }

  @Test
  void integers() {
    AttributeDefinition integer = of(AttributeKind.INTEGER);
    assertEquals(5L, take(integer, 5));
    assertEquals(Long.MAX_VALUE, take(integer, Long.MAX_VALUE));
    assertEquals(3L, take(integer, 3.0));
    assertInvalid(AttributeKind.INTEGER, 3.5, "3", true, 1e300, Double.NaN);
    assertEquals(ErrorCode.NUMBER_OUT_OF_RANGE, refuse(integer, BigInteger.TEN.pow(40)).code());
  }

  @Test
  void numbers() {
    AttributeDefinition number = of(AttributeKind.NUMBER);
    assertEquals(5.0, take(number, 5));
    assertEquals(0.1, take(number, new BigDecimal("0.1")));
    assertInvalid(AttributeKind.NUMBER, "1", true, List.of());
    for (Object huge :
        List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            new BigDecimal("1e400"),
            BigInteger.TEN.pow(400))) {
      assertEquals(ErrorCode.NUMBER_OUT_OF_RANGE, refuse(number, huge).code());
    }
  }

  @Test
  void ranges() {
    AttributeDefinition ranged =
        new AttributeDefinition(
            "a", AttributeKind.INTEGER, null, false, List.of(), -1.0, 10.0, null, null);
    assertEquals(-1L, take(ranged, -1));
    assertEquals(10L, take(ranged, 10));
    assertEquals(ErrorCode.NUMBER_OUT_OF_RANGE, refuse(ranged, 11).code());
    assertEquals(ErrorCode.NUMBER_OUT_OF_RANGE, refuse(ranged, -2).code());
  }

  @Test
  void booleansTimesAndDates() {
    assertEquals(true, take(of(AttributeKind.BOOLEAN), true));
    assertInvalid(AttributeKind.BOOLEAN, "true", 1, "");
    assertEquals(
        "2026-01-31T11:00:00Z", take(of(AttributeKind.TIMESTAMP), "2026-01-31T12:00:00+01:00"));
    assertInvalid(
        AttributeKind.TIMESTAMP, "2026-01-31", "2026-01-31T12:00:00", "yesterday", 1767225600, "");
    assertEquals("2026-02-28", take(of(AttributeKind.DATE), "2026-02-28"));
    assertInvalid(AttributeKind.DATE, "2026-02-30", "28.2.2026", "2026-02-28T00:00:00Z", 1);
  }

  @Test
  void enumsAndReferences() {
    AttributeDefinition level = AttributeDefinition.oneOf("a", List.of("low", "high"), "");
    assertEquals("low", take(level, "low"));
    assertEquals(ErrorCode.INVALID_VALUE, refuse(level, "Low").code());
    assertEquals(ErrorCode.INVALID_VALUE, refuse(level, 1).code());
    assertEquals(ID, take(of(AttributeKind.REFERENCE), ID));
    assertEquals(
        ErrorCode.INVALID_REFERENCE, refuse(of(AttributeKind.REFERENCE), "table:a").code());
  }

  @Test
  void lists() {
    AttributeDefinition integers = of(AttributeKind.LIST, AttributeKind.INTEGER);
    assertEquals(List.of(1L, 2L), take(integers, List.of(1, 2L)));
    CatalogException refused = refuse(integers, List.of(1, "two"));
    assertEquals(ErrorCode.INVALID_VALUE, refused.code());
    assertEquals("attributes.a[1]", refused.field());
    assertEquals(ErrorCode.INVALID_VALUE, refuse(integers, Arrays.asList(1, null)).code());
    assertInvalid(AttributeKind.LIST, "a", Map.of());
    assertEquals(
        ErrorCode.VALUE_TOO_LARGE,
        refuse(integers, Collections.nCopies(AttributeValues.MAX_ELEMENTS + 1, 1)).code());
  }

  @Test
  void maps() {
    AttributeDefinition texts = of(AttributeKind.MAP, AttributeKind.STRING);
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("b", "2");
    given.put("a", null);
    assertEquals(Map.of("b", "2"), take(texts, given));
    CatalogException refused = refuse(texts, Map.of("k", 1));
    assertEquals("attributes.a.k", refused.field());
    assertInvalid(AttributeKind.MAP, "a", List.of());
    assertEquals(
        ErrorCode.VALUE_TOO_LARGE,
        refuse(texts, Map.of("x".repeat(TextRules.MAX_NAME_CHARS + 1), "v")).code());
  }

  @Test
  void json() {
    AttributeDefinition json = of(AttributeKind.JSON);
    assertEquals(
        Map.of("a", List.of(1L, 2.5, "x", true)),
        take(json, Map.of("a", Arrays.asList(1, new BigDecimal("2.5"), null, "x", true))));
    Object deep = "bottom";
    for (int i = 0; i < AttributeValues.MAX_DEPTH; i++) {
      deep = List.of(deep);
    }
    assertEquals(deep, take(json, deep));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, refuse(json, List.of(deep)).code());
    assertEquals(
        ErrorCode.NUMBER_OUT_OF_RANGE, refuse(json, List.of(BigInteger.TEN.pow(30))).code());
    assertEquals(ErrorCode.INVALID_VALUE, refuse(json, new Object()).code());
  }

  @Test
  void jsonAsAWholeHasALimit() {
    List<Object> level = new ArrayList<>(Collections.nCopies(5_000, "x"));
    Object wide = Collections.nCopies(5_000, level);
    assertEquals(ErrorCode.VALUE_TOO_LARGE, refuse(of(AttributeKind.JSON), wide).code());
  }

  @Test
  void lengths() {
    AttributeDefinition shortText =
        new AttributeDefinition(
            "a", AttributeKind.STRING, null, false, List.of(), null, null, 3, null);
    assertEquals("abc", take(shortText, "abc"));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, refuse(shortText, "abcd").code());
    AttributeDefinition shortList =
        new AttributeDefinition(
            "a", AttributeKind.LIST, AttributeKind.STRING, false, List.of(), null, null, 1, null);
    assertEquals(ErrorCode.VALUE_TOO_LARGE, refuse(shortList, List.of("a", "b")).code());
  }
}
