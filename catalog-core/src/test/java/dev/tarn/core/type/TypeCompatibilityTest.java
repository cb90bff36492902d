package dev.tarn.core.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Definitions that make sense, and changes after which what was valid still is. */
final class TypeCompatibilityTest {
  private static final AttributeDefinition TEXT =
      AttributeDefinition.optional("text", AttributeKind.STRING, "Text.");

  private static AssetType type(AttributeDefinition... attributes) {
    return new AssetType("thing", "A thing.", List.of("table"), List.of(attributes), false, 1);
  }

  private static AttributeDefinition attribute(
      AttributeKind kind, boolean required, Double minimum, Double maximum, Integer maxLength) {
    return new AttributeDefinition(
        "a", kind, null, required, List.of(), minimum, maximum, maxLength, "An attribute.");
  }

  private static CatalogException refused(Executable call) {
    return assertThrows(CatalogException.class, call);
  }

  private static void assertIncompatible(AssetType before, AssetType after, String field) {
    CatalogException refused = refused(() -> TypeCompatibility.evolve(before, after));
    assertEquals(ErrorCode.INCOMPATIBLE_TYPE_CHANGE, refused.code());
    assertEquals(field, refused.field());
  }

  @Test
  void aNewTypeIsTheTenants() {
    AssetType claimed = new AssetType("thing", "", List.of(), List.of(TEXT), true, 99);
    AssetType made = TypeCompatibility.evolve(null, claimed);
    assertFalse(made.builtIn());
    assertEquals(1, made.version());
  }

  @Test
  void attributesAreAdded() {
    AssetType next =
        TypeCompatibility.evolve(
            type(), type(TEXT, attribute(AttributeKind.INTEGER, false, 0.0, null, null)));
    assertEquals(2, next.version());
    assertEquals(2, next.attributes().size());
    assertIncompatible(
        type(), type(attribute(AttributeKind.INTEGER, true, null, null, null)), "attributes.a");
  }

  @Test
  void attributesAreNotRemovedNorChangedInKind() {
    assertIncompatible(type(TEXT), type(), "attributes.text");
    for (AttributeKind kind : AttributeKind.values()) {
      if (kind != AttributeKind.STRING && kind != AttributeKind.ENUM) {
        assertIncompatible(
            type(TEXT), type(AttributeDefinition.optional("text", kind, "")), "attributes.text");
      }
    }
    AttributeDefinition strings =
        AttributeDefinition.collection("l", AttributeKind.LIST, AttributeKind.STRING, "");
    AttributeDefinition numbers =
        AttributeDefinition.collection("l", AttributeKind.LIST, AttributeKind.NUMBER, "");
    assertIncompatible(type(strings), type(numbers), "attributes.l");
  }

  @Test
  void requirementsAreRelaxedOnly() {
    AttributeDefinition must = attribute(AttributeKind.STRING, true, null, null, null);
    AttributeDefinition may = attribute(AttributeKind.STRING, false, null, null, null);
    TypeCompatibility.evolve(type(must), type(may));
    assertIncompatible(type(may), type(must), "attributes.a");
  }

  @Test
  void rangesAndLengthsGrowOnly() {
    AttributeDefinition wide = attribute(AttributeKind.NUMBER, false, 0.0, 10.0, null);
    AttributeDefinition open = attribute(AttributeKind.NUMBER, false, null, null, null);
    TypeCompatibility.evolve(type(wide), type(open));
    TypeCompatibility.evolve(
        type(wide), type(attribute(AttributeKind.NUMBER, false, -1.0, 11.0, null)));
    assertIncompatible(type(open), type(wide), "attributes.a");
    assertIncompatible(
        type(wide), type(attribute(AttributeKind.NUMBER, false, 1.0, 10.0, null)), "attributes.a");
    assertIncompatible(
        type(wide), type(attribute(AttributeKind.NUMBER, false, 0.0, 9.0, null)), "attributes.a");
    AttributeDefinition ten = attribute(AttributeKind.STRING, false, null, null, 10);
    TypeCompatibility.evolve(
        type(ten), type(attribute(AttributeKind.STRING, false, null, null, 11)));
    assertIncompatible(
        type(ten), type(attribute(AttributeKind.STRING, false, null, null, 9)), "attributes.a");
    assertIncompatible(
        type(attribute(AttributeKind.STRING, false, null, null, null)), type(ten), "attributes.a");
  }

  @Test
  void enumsGrowOnly() {
    AttributeDefinition two = AttributeDefinition.oneOf("e", List.of("a", "b"), "");
    AttributeDefinition three = AttributeDefinition.oneOf("e", List.of("c", "b", "a"), "");
    TypeCompatibility.evolve(type(two), type(three));
    assertIncompatible(type(three), type(two), "attributes.e");
  }

  @Test
  void allowedTypesGrowOnly() {
    AssetType narrow = new AssetType("thing", "", List.of("table"), List.of(), false, 1);
    AssetType wider = new AssetType("thing", "", List.of("view", "table"), List.of(), false, 1);
    AssetType any = new AssetType("thing", "", List.of(), List.of(), false, 1);
    TypeCompatibility.evolve(narrow, wider);
    TypeCompatibility.evolve(wider, any);
    assertIncompatible(wider, narrow, "parentTypes");
    assertIncompatible(any, narrow, "parentTypes");
    RelationshipType from = edge(List.of("table"), List.of());
    RelationshipType narrowed = edge(List.of("table"), List.of("table"));
    assertEquals("targetTypes", refused(() -> TypeCompatibility.evolve(from, narrowed)).field());
    assertEquals(2, TypeCompatibility.evolve(from, edge(List.of(), List.of())).version());
  }

  private static RelationshipType edge(List<String> sources, List<String> targets) {
    return new RelationshipType("likes", "liked-by", "", sources, targets, List.of(), false, 1);
  }

  @Test
  void builtInTypesAreExtended() {
    AssetType table = TypeRegistry.builtIn().assetType("table").orElseThrow();
    AssetType wanted = new AssetType("table", "Ours.", List.of(), List.of(TEXT), false, 1);
    AssetType extended = TypeCompatibility.evolve(table, wanted);
    assertTrue(extended.builtIn());
    assertEquals(2, extended.version());
    assertEquals(table.attributes().size() + 1, extended.attributes().size());
    assertEquals(table.attributes(), extended.attributes().subList(0, table.attributes().size()));
  }

  @Test
  void definitionsMakeSense() {
    for (Executable wrong :
        List.<Executable>of(
            () -> AttributeDefinition.optional("a", AttributeKind.ENUM, ""),
            () -> AttributeDefinition.optional("1a", AttributeKind.STRING, ""),
            () -> AttributeDefinition.optional("a.b", AttributeKind.STRING, ""),
            () -> AttributeDefinition.optional("x".repeat(65), AttributeKind.STRING, ""),
            () -> AttributeDefinition.collection("a", AttributeKind.STRING, TEXT.kind(), ""),
            () -> AttributeDefinition.collection("a", AttributeKind.LIST, AttributeKind.LIST, ""),
            () -> attribute(AttributeKind.STRING, false, 1.0, null, null),
            () -> attribute(AttributeKind.NUMBER, false, 2.0, 1.0, null),
            () -> attribute(AttributeKind.INTEGER, false, null, null, 5),
            () -> attribute(AttributeKind.STRING, false, null, null, 0),
            () -> type(TEXT, TEXT),
            () -> new AssetType("Thing", "", List.of(), List.of(), false, 1),
            () -> new AssetType("a--b", "", List.of(), List.of(), false, 1),
            () -> new AssetType("x".repeat(65), "", List.of(), List.of(), false, 1))) {
      ErrorCode code = refused(wrong).code();
      assertTrue(code == ErrorCode.INVALID_VALUE || code == ErrorCode.INVALID_NAME, "" + code);
    }
    List<AttributeDefinition> many =
        IntStream.rangeClosed(0, TypeNames.MAX_ATTRIBUTES)
            .mapToObj(i -> AttributeDefinition.optional("a" + i, AttributeKind.STRING, ""))
            .toList();
    assertEquals(
        ErrorCode.VALUE_TOO_LARGE,
        refused(() -> new AssetType("thing", "", List.of(), many, false, 1)).code());
  }

  @Test
  void aCollectionHoldsStringsUnlessSaid() {
    AttributeDefinition list = AttributeDefinition.optional("a", AttributeKind.LIST, "");
    assertEquals(AttributeKind.STRING, list.elementKind());
  }

  @Test
  void builtInTypesAreSound() {
    TypeRegistry registry = TypeRegistry.builtIn();
    for (String name :
        List.of(
            "table",
            "column",
            "dashboard",
            "pipeline",
            "topic",
            "model",
            "glossary-term",
            "tag",
            "classification",
            "domain",
            "data-product",
            "workspace",
            "user",
            "team",
            "role",
            "policy",
            "subscription",
            "incident")) {
      assertTrue(registry.assetType(name).orElseThrow().builtIn(), name);
    }
    registry
        .assetTypes()
        .forEach(
            (name, type) -> {
              assertEquals(name, type.key());
              assertFalse(type.description().isBlank(), name);
              assertTrue(type.attributes().stream().noneMatch(AttributeDefinition::required), name);
              for (String parent : type.parentTypes()) {
                assertTrue(registry.assetType(parent).isPresent(), parent);
              }
            });
    assertTrue(registry.relationshipType(BuiltInTypes.LINEAGE).isPresent());
  }

  @Test
  void aRegistryIsReplacedNotChanged() {
    TypeRegistry before = TypeRegistry.builtIn();
    assertEquals(before, before.with(List.of(), List.of()));
    TypeRegistry after = before.with(List.of(type(TEXT)), Collections.emptyList());
    assertTrue(after.assetType("thing").isPresent());
    assertTrue(before.assetType("thing").isEmpty());
  }
}
