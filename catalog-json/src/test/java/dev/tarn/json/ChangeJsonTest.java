package dev.tarn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangeJsonTest {
  private static final AssetId ID = AssetId.derive("table", "a.b");

  @Test
  void upsertIsMeantWhereThereIsNoOperation() {
    Change.UpsertAsset change =
        assertInstanceOf(
            Change.UpsertAsset.class,
            ChangeJson.read(
                """
                {"type":"table","qualifiedName":"a.b","name":"b","description":null,
                 "owners":["user:alice",{"asset":"team:x","kind":"steward"}],
                 "attributes":{"rowCount":3,"ratio":1.0,"deep":[[true]]},"quality":1}
                """));
    assertEquals("table", change.type());
    assertEquals("a.b", change.qualifiedName());
    assertEquals(UpsertMode.MERGE, change.mode());
    assertNull(change.expectedVersion());
    assertEquals(
        List.of("name", "description", "owners", "attributes", "quality"),
        List.copyOf(change.fields().keySet()));
    assertNull(change.fields().get("description"));
    assertEquals(
        List.of("user:alice", Map.of("asset", "team:x", "kind", "steward")),
        change.fields().get("owners"));
    assertEquals(
        Map.of("rowCount", 3L, "ratio", 1.0, "deep", List.of(List.of(true))),
        change.fields().get("attributes"));
    assertEquals(1L, change.fields().get("quality"));
  }

  @Test
  void replaceAndExpectedVersionAreRead() {
    Change.UpsertAsset change =
        assertInstanceOf(
            Change.UpsertAsset.class,
            ChangeJson.read(
                "{\"op\":\"upsert\",\"type\":\"t\",\"qualifiedName\":\"q\",\"mode\":\"replace\","
                    + "\"expectedVersion\":0}"));
    assertEquals(UpsertMode.REPLACE, change.mode());
    assertEquals(0, change.expectedVersion());
    assertTrue(change.fields().isEmpty());
  }

  @Test
  void assetIsNamedInThreeWays() {
    for (String locator :
        List.of(
            "\"" + ID + "\"", "\"table:a:b\"", "{\"type\":\"table\",\"qualifiedName\":\"a:b\"}")) {
      AssetLocator expected =
          locator.contains(ID.value())
              ? new AssetLocator.ById(ID)
              : new AssetLocator.ByName("table", "a:b");
      assertEquals(
          new Change.DeleteAsset(expected, null),
          ChangeJson.read("{\"op\":\"delete\",\"asset\":" + locator + "}"));
      assertEquals(
          new Change.RestoreAsset(expected, 2L),
          ChangeJson.read("{\"asset\":" + locator + ",\"expectedVersion\":2,\"op\":\"restore\"}"));
    }
  }

  @Test
  void patchRenames() {
    assertEquals(
        new Change.PatchAsset(
            new AssetLocator.ByName("table", "a.b"),
            Map.of("qualifiedName", "a.c"),
            UpsertMode.MERGE,
            null),
        ChangeJson.read("{\"op\":\"patch\",\"asset\":\"table:a.b\",\"qualifiedName\":\"a.c\"}"));
  }

  @Test
  void relationshipsAreRead() {
    AssetLocator source = new AssetLocator.ByName("table", "a.b");
    AssetLocator target = new AssetLocator.ByName("view", "v");
    assertEquals(
        new Change.PutRelationship("lineage", source, target, Map.of("confidence", 0.5), null),
        ChangeJson.read(
            "{\"op\":\"relate\",\"type\":\"lineage\",\"source\":\"table:a.b\",\"target\":\"view:v\","
                + "\"attributes\":{\"confidence\":0.5}}"));
    assertEquals(
        new Change.RemoveRelationship("lineage", source, target, null),
        ChangeJson.read(
            "{\"op\":\"unrelate\",\"type\":\"lineage\",\"source\":\"table:a.b\","
                + "\"target\":\"view:v\"}"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsReadBack(long seed) {
    RandomEntities random = new RandomEntities(seed);
    for (int i = 0; i < 1_000; i++) {
      Change change = random.change();
      byte[] json = ChangeJson.writeBytes(change);
      assertEquals(
          change,
          ChangeJson.read(json),
          () -> "seed " + seed + ": " + new String(json, StandardCharsets.UTF_8));
      for (byte b : json) {
        assertTrue(b != '\n', "a change is one line");
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void badInputIsACodedError(String json, ErrorCode code, @Nullable String field) {
    CatalogException e = assertThrows(CatalogException.class, () -> ChangeJson.read(json));
    assertEquals(code, e.code(), e::getMessage);
    assertEquals(field, e.field());
    assertTrue(e.getMessage().length() < 300, e::getMessage);
  }

  static Stream<Arguments> badInputIsACodedError() {
    String start = "{\"type\":\"t\",\"qualifiedName\":\"q\",";
    return Stream.of(
        bad("", ErrorCode.MALFORMED_JSON, null),
        bad("[]", ErrorCode.MALFORMED_JSON, null),
        bad("null", ErrorCode.MALFORMED_JSON, null),
        bad("{\"type\":", ErrorCode.MALFORMED_JSON, null),
        bad("{\"type\":\"t\"} x", ErrorCode.MALFORMED_JSON, null),
        bad("{\"type\":\"t\"}{}", ErrorCode.MALFORMED_JSON, null),
        bad("{'type':1}", ErrorCode.MALFORMED_JSON, null),
        bad("{\"type\":NaN}", ErrorCode.MALFORMED_JSON, null),
        bad("{\"type\":01}", ErrorCode.MALFORMED_JSON, null),
        bad("{" + "x".repeat(100_000), ErrorCode.MALFORMED_JSON, null),
        bad("{}", ErrorCode.MISSING_FIELD, "type"),
        bad("{\"type\":\"t\"}", ErrorCode.MISSING_FIELD, "qualifiedName"),
        bad("{\"type\":null,\"qualifiedName\":\"q\"}", ErrorCode.MISSING_FIELD, "type"),
        bad("{\"type\":5,\"qualifiedName\":\"q\"}", ErrorCode.INVALID_VALUE, "type"),
        bad(start + "\"colour\":1}", ErrorCode.UNKNOWN_FIELD, "colour"),
        bad(
            start + "\"" + "c".repeat(100) + "\":1}",
            ErrorCode.UNKNOWN_FIELD,
            "c".repeat(64) + "…"),
        bad(start + "\"name\":\"a\",\"name\":\"b\"}", ErrorCode.INVALID_VALUE, "name"),
        bad(start + "\"name\":\"\\ud800\"}", ErrorCode.INVALID_UTF8, "name"),
        bad(start + "\"name\":\"\\udc00\\ud800\"}", ErrorCode.INVALID_UTF8, "name"),
        bad(start + "\"mode\":\"MERGE\"}", ErrorCode.INVALID_VALUE, "mode"),
        bad(start + "\"op\":\"drop\"}", ErrorCode.INVALID_VALUE, "op"),
        bad(start + "\"expectedVersion\":-1}", ErrorCode.INVALID_VALUE, "expectedVersion"),
        bad(start + "\"expectedVersion\":1.0}", ErrorCode.INVALID_VALUE, "expectedVersion"),
        bad(
            start + "\"attributes\":{\"rows\":9223372036854775808}}",
            ErrorCode.NUMBER_OUT_OF_RANGE,
            "attributes.rows"),
        bad(
            start + "\"attributes\":{\"rows\":[1," + "9".repeat(2_000_000) + "]}}",
            ErrorCode.NUMBER_OUT_OF_RANGE,
            "attributes.rows[1]"),
        bad(start + "\"quality\":1e999}", ErrorCode.NUMBER_OUT_OF_RANGE, "quality"),
        bad(
            start + "\"quality\":0." + "1".repeat(2_000) + "}",
            ErrorCode.NUMBER_OUT_OF_RANGE,
            "quality"),
        bad(
            start + "\"attributes\":{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}}",
            ErrorCode.VALUE_TOO_LARGE,
            "attributes.a" + "[0]".repeat(62)),
        bad(start + "\"" + "n".repeat(5_000) + "\":1}", ErrorCode.VALUE_TOO_LARGE, null),
        bad("{\"op\":\"delete\"}", ErrorCode.MISSING_FIELD, "asset"),
        bad("{\"op\":\"delete\",\"asset\":\"nonsense\"}", ErrorCode.INVALID_REFERENCE, "asset"),
        bad("{\"op\":\"delete\",\"asset\":7}", ErrorCode.INVALID_VALUE, "asset"),
        bad(
            "{\"op\":\"delete\",\"asset\":{\"type\":\"t\"}}",
            ErrorCode.MISSING_FIELD,
            "asset.qualifiedName"),
        bad(
            "{\"op\":\"delete\",\"asset\":\"t:q\",\"name\":\"n\"}",
            ErrorCode.UNKNOWN_FIELD,
            "name"),
        bad("{\"op\":\"patch\",\"asset\":\"t:q\",\"type\":\"n\"}", ErrorCode.UNKNOWN_FIELD, "type"),
        bad(
            "{\"op\":\"relate\",\"type\":\"lineage\",\"source\":\"t:q\",\"target\":\"t:r\","
                + "\"attributes\":[]}",
            ErrorCode.INVALID_VALUE,
            "attributes"),
        bad("{\"op\":\"define-type\"}", ErrorCode.MISSING_FIELD, "assetType"),
        bad(
            "{\"op\":\"define-type\",\"assetType\":{\"name\":\"Bad Name\"}}",
            ErrorCode.INVALID_NAME,
            "assetType.name"),
        bad(
            "{\"op\":\"define-type\",\"assetType\":{\"name\":\"a\",\"attributes\":[{\"name\":\"x\","
                + "\"kind\":\"text\"}]}}",
            ErrorCode.INVALID_VALUE,
            "assetType.attributes[0].kind"),
        bad(
            "{\"op\":\"define-type\",\"assetType\":{\"name\":\"a\",\"attributes\":[{\"name\":\"x\","
                + "\"kind\":\"enum\"}]}}",
            ErrorCode.INVALID_VALUE,
            "assetType.attributes.x"));
  }

  @Test
  void malformedJsonNamesItsColumn() {
    CatalogException e =
        assertThrows(CatalogException.class, () -> ChangeJson.read("{\"type\":\"t\" \"x\":1}"));
    assertTrue(e.getMessage().contains("column 13"), e::getMessage);
  }

  @ParameterizedTest
  @MethodSource
  void inputIsStrictlyUtf8(byte[] wrong) {
    byte[] start = "{\"type\":\"t\",\"qualifiedName\":\"".getBytes(StandardCharsets.UTF_8);
    byte[] end = "\"}".getBytes(StandardCharsets.UTF_8);
    byte[] line = new byte[start.length + wrong.length + end.length];
    System.arraycopy(start, 0, line, 0, start.length);
    System.arraycopy(wrong, 0, line, start.length, wrong.length);
    System.arraycopy(end, 0, line, start.length + wrong.length, end.length);
    CatalogException e = assertThrows(CatalogException.class, () -> ChangeJson.read(line));
    assertEquals(ErrorCode.INVALID_UTF8, e.code());
    assertTrue(e.getMessage().endsWith("column " + (start.length + 1)), e::getMessage);
  }

  static Stream<byte[]> inputIsStrictlyUtf8() {
    return Stream.of(
        new byte[] {(byte) 0x80},
        new byte[] {(byte) 0xC0, (byte) 0x80},
        new byte[] {(byte) 0xC1, (byte) 0xBF},
        new byte[] {(byte) 0xC3, '('},
        new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        new byte[] {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        new byte[] {(byte) 0xFF},
        new byte[] {(byte) 0xE2, (byte) 0x82});
  }

  @Test
  void otherEncodingsAreNotGuessed() {
    byte[] utf16 = "{\"type\":\"t\"}".getBytes(StandardCharsets.UTF_16LE);
    CatalogException e = assertThrows(CatalogException.class, () -> ChangeJson.read(utf16));
    assertEquals(ErrorCode.MALFORMED_JSON, e.code());
  }

  @Test
  void everyCodePointPasses() {
    StringBuilder all = new StringBuilder();
    for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    Change change =
        new Change.UpsertAsset(
            "t", "q", Map.of("description", all.toString()), UpsertMode.MERGE, null);
    assertEquals(change, ChangeJson.read(ChangeJson.writeBytes(change)));
  }

  @Test
  void lineAtTheLimitIsReadAndOneByteMoreIsNot() {
    String start = "{\"type\":\"t\",\"qualifiedName\":\"q\",\"description\":\"";
    int room = JsonLimits.MAX_LINE_BYTES - start.length() - 2;
    Change.UpsertAsset change =
        (Change.UpsertAsset) ChangeJson.read(start + "d".repeat(room) + "\"}");
    assertEquals(
        room, ((String) Objects.requireNonNull(change.fields().get("description"))).length());
    String longer = start + "d".repeat(room + 1) + "\"}";
    CatalogException e = assertThrows(CatalogException.class, () -> ChangeJson.read(longer));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, e.code());
  }

  @Test
  void namesThatCollideAreOnlySlow() {
    StringBuilder json =
        new StringBuilder("{\"type\":\"t\",\"qualifiedName\":\"q\",\"attributes\":{");
    for (int i = 0; i < 20_000; i++) {
      json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":").append(i);
    }
    Change.UpsertAsset change = (Change.UpsertAsset) ChangeJson.read(json.append("}}").toString());
    assertEquals(
        20_000, ((Map<?, ?>) Objects.requireNonNull(change.fields().get("attributes"))).size());
  }

  private static Arguments bad(String json, ErrorCode code, @Nullable String field) {
    return Arguments.of(json, code, field);
  }
}
