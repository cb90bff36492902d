package dev.tarn.testkit;

import static dev.tarn.testkit.TestCatalog.fields;
import static dev.tarn.testkit.TestCatalog.link;
import static dev.tarn.testkit.TestCatalog.named;
import static dev.tarn.testkit.TestCatalog.patch;
import static dev.tarn.testkit.TestCatalog.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.ChangeResult.Applied;
import dev.tarn.core.change.ChangeResult.Rejected;
import dev.tarn.core.change.ChangeResult.Unchanged;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.error.ErrorKind;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.core.type.RelationshipType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused, with which code and field; the good changes beside it go in. */
final class BadInputTest {
  private final TestCatalog catalog = new TestCatalog();

  @AfterEach
  void close() throws Exception {
    catalog.close();
  }

  private void assertRefused(ErrorCode code, @Nullable String field, Change change)
      throws Exception {
    Rejected refused = catalog.rejected(change);
    assertEquals(code, refused.code(), refused.message());
    assertEquals(field, refused.field(), refused.message());
    assertTrue(refused.message().length() < 400, "an extract, not the input");
  }

  @Test
  void names() throws Exception {
    for (String name : RandomValues.INVALID_NAMES) {
      Rejected refused = catalog.rejected(upsert("table", name));
      assertEquals(ErrorKind.USER, refused.code().kind());
      assertEquals("qualifiedName", refused.field());
    }
    List<Change> hostile = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    RandomValues.HOSTILE_NAMES.forEach(name -> hostile.add(upsert("table", name)));
    for (ChangeResult result : catalog.submit(hostile.toArray(Change[]::new))) {
      assertTrue(ids.add(assertInstanceOf(Applied.class, result).key()));
    }
    for (String name : RandomValues.HOSTILE_NAMES) {
      assertEquals(name, catalog.asset("table", name).qualifiedName());
    }
  }

  @Test
  void fieldsAndAttributes() throws Exception {
    assertRefused(ErrorCode.UNKNOWN_TYPE, "type", upsert("tabel", "t"));
    assertRefused(ErrorCode.UNKNOWN_FIELD, "colour", upsert("table", "t", "colour", "red"));
    assertRefused(ErrorCode.INVALID_VALUE, "description", upsert("table", "t", "description", 5));
    assertRefused(
        ErrorCode.VALUE_TOO_LARGE,
        "description",
        upsert("table", "t", "description", "x".repeat(10 << 20)));
    assertRefused(
        ErrorCode.INVALID_VALUE, "description", upsert("table", "t", "description", "a\uD800"));
    assertRefused(
        ErrorCode.UNKNOWN_ATTRIBUTE,
        "attributes.colour",
        upsert("table", "t", "attributes", Map.of("colour", "red")));
    assertRefused(
        ErrorCode.INVALID_VALUE,
        "attributes.rowCount",
        upsert("table", "t", "attributes", Map.of("rowCount", "many")));
    assertRefused(
        ErrorCode.NUMBER_OUT_OF_RANGE,
        "attributes.rowCount",
        upsert("table", "t", "attributes", Map.of("rowCount", BigInteger.TEN.pow(50))));
    assertRefused(
        ErrorCode.INVALID_VALUE, "attributes", upsert("table", "t", "attributes", List.of()));
    assertRefused(ErrorCode.NUMBER_OUT_OF_RANGE, "quality", upsert("table", "t", "quality", 1.5));
    assertRefused(
        ErrorCode.NUMBER_OUT_OF_RANGE, "quality", upsert("table", "t", "quality", Double.NaN));
    assertRefused(ErrorCode.INVALID_VALUE, "status", upsert("table", "t", "status", "deleted"));
    assertRefused(
        ErrorCode.INVALID_VALUE, "status", upsert("table", "t", "status", "deleted-draft"));
    assertRefused(
        ErrorCode.MISSING_FIELD, "qualifiedName", upsert("table", "t", "qualifiedName", null));
    assertEquals(List.of(), catalog.log());
  }

  @Test
  void references() throws Exception {
    catalog.submit(upsert("user", "ann"), upsert("table", "t"));
    assertRefused(
        ErrorCode.REFERENCE_NOT_FOUND, "tags[1]", upsert("table", "t", "tags", tags("ok", "no")));
    assertRefused(
        ErrorCode.INVALID_REFERENCE,
        "domain",
        patch("table", "t", "domain", Map.of("type", "user", "qualifiedName", "ann")));
    assertRefused(
        ErrorCode.REFERENCE_NOT_FOUND, "domain", patch("table", "t", "domain", "user:ann"));
    assertRefused(
        ErrorCode.INVALID_REFERENCE, "owners[0]", patch("table", "t", "owners", List.of("ann")));
    assertRefused(
        ErrorCode.INVALID_VALUE,
        "owners[0].kind",
        patch("table", "t", "owners", List.of(Map.of("asset", "user:ann", "kind", "Big Boss"))));
    assertRefused(ErrorCode.INVALID_VALUE, "tags", patch("table", "t", "tags", "pii"));
    assertRefused(
        ErrorCode.UNKNOWN_FIELD, "tags.put", patch("table", "t", "tags", Map.of("put", List.of())));
    assertRefused(
        ErrorCode.INVALID_VALUE,
        "tags",
        patch("table", "t", "tags", Collections.singletonList(null)));
    assertRefused(ErrorCode.INVALID_VALUE, "parent", patch("table", "t", "parent", 5));
    assertRefused(
        ErrorCode.INVALID_REFERENCE, "parent", patch("table", "t", "parent", Map.of("name", "s")));
    assertRefused(ErrorCode.INVALID_REFERENCE, "parent", patch("table", "t", "parent", ""));
    assertRefused(ErrorCode.ASSET_NOT_FOUND, null, patch("table", "nowhere", "name", "x"));
    assertRefused(
        ErrorCode.ASSET_NOT_FOUND, null, TestCatalog.delete("table", "x".repeat(100_000)));
    assertRefused(
        ErrorCode.REFERENCE_NOT_FOUND, "target", link("lineage", "table:t", "table:nowhere"));
  }

  private List<String> tags(String known, String unknown) throws Exception {
    catalog.applied(upsert("tag", known));
    return List.of(known, unknown);
  }

  @Test
  void goodChangesBesideBadOnesGoIn() throws Exception {
    List<ChangeResult> results =
        catalog.submit(
            upsert("table", "a"),
            upsert("table", "b", "colour", "red"),
            upsert("table", "c"),
            upsert("table", "", "description", "no name"),
            upsert("table", "d"));
    assertEquals(
        List.of(true, false, true, false, true),
        results.stream().map(result -> result instanceof Applied).toList());
    assertEquals(3, catalog.log().size());
  }

  @Test
  void typesOfTheTenant() throws Exception {
    AttributeDefinition level =
        new AttributeDefinition(
            "level", AttributeKind.INTEGER, null, true, List.of(), 1.0, 5.0, null, "Level.");
    AssetType risk = new AssetType("risk", "A risk.", List.of(), List.of(level), false, 1);
    List<ChangeResult> made =
        catalog.submit(
            new Change.DefineAssetType(risk, null),
            upsert("risk", "flood", "attributes", Map.of("level", 3)));
    made.forEach(result -> assertInstanceOf(Applied.class, result));
    assertInstanceOf(
        Unchanged.class, catalog.submit(new Change.DefineAssetType(risk, null)).getFirst());
    assertRefused(ErrorCode.MISSING_FIELD, "attributes.level", upsert("risk", "fire"));
    assertRefused(
        ErrorCode.NUMBER_OUT_OF_RANGE,
        "attributes.level",
        upsert("risk", "fire", "attributes", Map.of("level", 6)));
    assertRefused(
        ErrorCode.MISSING_FIELD,
        "attributes.level",
        patch("risk", "flood", "attributes", fields("level", null)));
    AssetType narrower = new AssetType("risk", "A risk.", List.of(), List.of(), false, 1);
    assertRefused(
        ErrorCode.INCOMPATIBLE_TYPE_CHANGE,
        "attributes.level",
        new Change.DefineAssetType(narrower, null));
    assertRefused(ErrorCode.VERSION_CONFLICT, null, new Change.DefineAssetType(risk, 7L));
    RelationshipType threatens =
        new RelationshipType(
            "threatens",
            "threatened-by",
            "",
            List.of("risk"),
            List.of("table", "view"),
            List.of(),
            false,
            1);
    catalog.submit(new Change.DefineRelationshipType(threatens, null), upsert("table", "t"));
    RelationshipType reordered =
        new RelationshipType(
            "threatens",
            "threatened-by",
            "",
            List.of("risk"),
            List.of("view", "table"),
            List.of(),
            false,
            1);
    catalog.unchanged(new Change.DefineRelationshipType(reordered, null));
    catalog.applied(link("threatens", "risk:flood", "table:t"));
    assertRefused(ErrorCode.INVALID_REFERENCE, "source", link("threatens", "table:t", "table:t"));
  }

  @Test
  void aBuiltInTypeIsExtendedForAllAfter() throws Exception {
    AttributeDefinition cost =
        AttributeDefinition.optional("costCentre", AttributeKind.STRING, "Who pays.");
    AssetType wanted = new AssetType("table", "A table.", List.of(), List.of(cost), false, 1);
    Applied extended = catalog.applied(new Change.DefineAssetType(wanted, null));
    assertEquals(2, extended.version());
    catalog.unchanged(new Change.DefineAssetType(wanted, null));
    catalog.applied(upsert("table", "t", "attributes", Map.of("costCentre", "42", "rowCount", 1)));
  }

  @Test
  void aHugeCascadeIsRefusedWhole() throws Exception {
    catalog.applied(upsert("schema", "s"));
    for (int batch = 0; batch < 11; batch++) {
      Change[] tables = new Change[1_000];
      for (int i = 0; i < tables.length; i++) {
        tables[i] = upsert("table", "t" + (batch * 1_000 + i), "parent", "schema:s");
      }
      catalog.submit(tables);
    }
    assertRefused(ErrorCode.CASCADE_TOO_LARGE, null, TestCatalog.delete("schema", "s"));
    assertEquals(11_001, catalog.log().size());
    assertTrue(catalog.exists("schema", "s"));
  }

  @Test
  void tooManyReferencesAreRefused() throws Exception {
    Change[] tags = new Change[1_001];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < tags.length; i++) {
      names.add("tag" + i);
      tags[i] = upsert("tag", "tag" + i);
    }
    catalog.submit(tags);
    assertRefused(ErrorCode.VALUE_TOO_LARGE, "tags", upsert("table", "t", "tags", names));
  }

  @Test
  void locatorsThatNameNothing() throws Exception {
    for (String text : List.of("", ":", "table:", ":t", "t", "z".repeat(32))) {
      StoreContract.assertRefused(ErrorCode.INVALID_REFERENCE, () -> AssetLocator.parse(text));
    }
    assertRefused(
        ErrorCode.ASSET_NOT_FOUND,
        null,
        new Change.PatchAsset(
            named("no-such-type", "t"), Map.of("name", "x"), UpsertMode.MERGE, null));
  }
}
