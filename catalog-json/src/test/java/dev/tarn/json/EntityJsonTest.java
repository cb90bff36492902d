package dev.tarn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityJsonTest {
  private static final AssetId ORDERS = AssetId.derive("table", "shop.orders");
  private static final AssetId SHOP = AssetId.derive("schema", "shop");
  private static final AssetId ALICE = AssetId.derive("user", "alice");

  @ParameterizedTest
  @EnumSource(EntityKind.class)
  void persistedFormIsTheGoldenOne(EntityKind kind) throws IOException {
    String golden = resource("golden/" + kind.code() + ".json").strip();
    assertEquals(golden, EntityJson.write(sample(kind)));
    assertEquals(sample(kind), EntityJson.read(kind, golden));
  }

  @ParameterizedTest
  @EnumSource(EntityKind.class)
  void smallestFormIsTheGoldenOne(EntityKind kind) throws IOException {
    String golden = resource("golden/" + kind.code() + "-smallest.json").strip();
    assertEquals(golden, EntityJson.write(smallest(kind)));
    assertEquals(smallest(kind), EntityJson.read(kind, golden));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsReadBack(long seed) {
    RandomEntities random = new RandomEntities(seed);
    for (int i = 0; i < 400; i++) {
      for (Entity entity :
          List.of(
              random.asset(),
              random.relationship(),
              random.assetType(),
              random.relationshipType())) {
        String json = EntityJson.write(entity);
        assertEquals(
            entity, EntityJson.read(entity.kind(), json), () -> "seed " + seed + ": " + json);
        assertEquals(json, EntityJson.write(EntityJson.read(entity.kind(), json)));
      }
    }
  }

  @Test
  void fieldOfNewerVersionIsNotLost() {
    String json = "{\"new\":1," + EntityJson.write(sample(EntityKind.ASSET)).substring(1);
    CatalogException e =
        assertThrows(CatalogException.class, () -> EntityJson.read(EntityKind.ASSET, json));
    assertEquals(ErrorCode.UNKNOWN_FIELD, e.code());
    assertEquals("new", e.field());
  }

  @Test
  void missingFieldIsNamed() {
    String json = EntityJson.write(sample(EntityKind.ASSET)).replace(",\"version\":7", "");
    CatalogException e =
        assertThrows(CatalogException.class, () -> EntityJson.read(EntityKind.ASSET, json));
    assertEquals(ErrorCode.MISSING_FIELD, e.code());
    assertEquals("version", e.field());
  }

  @Test
  void timeIsCutToMicroseconds() {
    assertEquals(
        "2026-01-31T08:05:09.123456Z",
        Times.write(Instant.parse("2026-01-31T08:05:09.123456789Z")));
    assertEquals(Instant.parse("2026-01-31T08:05:09Z"), Times.read("2026-01-31T08:05:09Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2026-13-31T08:05:09.000000Z",
        "2026-01-31T08:05:0x.000000Z",
        "2026-01-31"
      })
  void wrongTimeIsNamed(String time) {
    String json =
        EntityJson.write(smallest(EntityKind.ASSET))
            .replace(
                "\"updatedAt\":\"1970-01-01T00:00:00.000000Z\"", "\"updatedAt\":\"" + time + "\"");
    CatalogException e =
        assertThrows(CatalogException.class, () -> EntityJson.read(EntityKind.ASSET, json));
    assertEquals(ErrorCode.INVALID_VALUE, e.code());
    assertEquals("updatedAt", e.field());
  }

  @Test
  void halfSurrogatePairIsNotWritten() {
    for (String half : List.of("a\uD83Db", "\uD83D", "\uDE00", "\uD83D\uD83D\uDE00", "\\\uDE00")) {
      CatalogException e =
          assertThrows(CatalogException.class, () -> ValueJson.write(List.of(half)));
      assertEquals(ErrorCode.INVALID_UTF8, e.code());
    }
    assertEquals("[\"\\\\uD83D\uD83D\uDE00\"]", ValueJson.write(List.of("\\uD83D\uD83D\uDE00")));
  }

  private static Entity sample(EntityKind kind) {
    Instant created = Instant.parse("2026-01-31T08:05:09.000042Z");
    Instant updated = Instant.parse("2026-02-01T00:00:00Z");
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("rowCount", 42L);
    attributes.put("ratio", 0.25);
    attributes.put("external", false);
    attributes.put("primaryKey", List.of("id"));
    attributes.put("properties", Map.of("größe", "L"));
    attributes.put("none", List.of());
    return switch (kind) {
      case ASSET ->
          new Asset(
              ORDERS,
              "table",
              "shop.orders",
              "orders",
              "Orders",
              "All *orders*\nof the \"shop\".",
              SHOP,
              "snowflake",
              AssetId.derive("workspace", "sales"),
              AssetId.derive("domain", "commerce"),
              List.of(new Owner(ALICE, "steward"), new Owner(ALICE, "owner")),
              List.of(AssetId.derive("tag", "gold")),
              List.of(AssetId.derive("classification", "pii")),
              List.of(AssetId.derive("glossary-term", "order")),
              attributes,
              AssetStatus.DEPRECATED,
              0.5,
              1.0,
              created,
              "user:alice",
              updated,
              "service:dbt",
              7,
              1_234_567_890_123L);
      case RELATIONSHIP ->
          new Relationship(
              RelationshipId.derive("lineage", ORDERS, SHOP),
              "lineage",
              ORDERS,
              SHOP,
              attributes,
              true,
              created,
              "user:alice",
              updated,
              "service:dbt",
              2,
              9);
      case ASSET_TYPE ->
          new AssetType(
              "ml-model",
              "A model.",
              List.of("workspace"),
              List.of(
                  new AttributeDefinition(
                      "score",
                      AttributeKind.NUMBER,
                      null,
                      true,
                      List.of(),
                      0.0,
                      1.0,
                      null,
                      "How good."),
                  new AttributeDefinition(
                      "labels",
                      AttributeKind.LIST,
                      AttributeKind.STRING,
                      false,
                      List.of(),
                      null,
                      null,
                      10,
                      null),
                  new AttributeDefinition(
                      "stage",
                      AttributeKind.ENUM,
                      null,
                      false,
                      List.of("dev", "prod"),
                      null,
                      null,
                      null,
                      null)),
              true,
              3);
      case RELATIONSHIP_TYPE ->
          new RelationshipType(
              "trained-on",
              "trains",
              "The source learned from the target.",
              List.of("ml-model"),
              List.of("table", "view"),
              List.of(AttributeDefinition.optional("rows", AttributeKind.INTEGER, "How many.")),
              true,
              2);
    };
  }

  private static Entity smallest(EntityKind kind) {
    return switch (kind) {
      case ASSET ->
          new Asset(
              ORDERS,
              "table",
              "shop.orders",
              "orders",
              null,
              null,
              null,
              null,
              null,
              null,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              Map.of(),
              AssetStatus.ACTIVE,
              null,
              null,
              Instant.EPOCH,
              "user:alice",
              Instant.EPOCH,
              "user:alice",
              1,
              1);
      case RELATIONSHIP ->
          new Relationship(
              RelationshipId.derive("lineage", ORDERS, SHOP),
              "lineage",
              ORDERS,
              SHOP,
              Map.of(),
              false,
              Instant.EPOCH,
              "user:alice",
              Instant.EPOCH,
              "user:alice",
              1,
              2);
      case ASSET_TYPE -> new AssetType("ml-model", "", List.of(), List.of(), false, 1);
      case RELATIONSHIP_TYPE ->
          new RelationshipType(
              "trained-on", "trains", "", List.of(), List.of(), List.of(), false, 1);
    };
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EntityJsonTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
