package dev.tarn.json;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.core.type.RelationshipType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Entities and changes made from a seed, with every optional part now there and now not. */
final class RandomEntities {
  private static final String[] PIECES = {
    "orders",
    "é",
    "日本",
    "\uD83D\uDE00",
    "\"",
    "\\",
    "/",
    "\u0000",
    "\n",
    "\u2028",
    " ",
    ".",
    ":",
    "'",
    "\uFFFF"
  };

  private final SplittableRandom random;

  RandomEntities(long seed) {
    this.random = new SplittableRandom(seed);
  }

  Asset asset() {
    return new Asset(
        id(),
        text(),
        text(),
        text(),
        maybe(this::text),
        maybe(this::text),
        maybe(this::id),
        maybe(this::text),
        maybe(this::id),
        maybe(this::id),
        list(() -> new Owner(id(), text())),
        list(this::id),
        list(this::id),
        list(this::id),
        map(),
        AssetStatus.values()[random.nextInt(AssetStatus.values().length)],
        maybe(random::nextDouble),
        maybe(random::nextDouble),
        time(),
        text(),
        time(),
        text(),
        random.nextLong(1, Long.MAX_VALUE),
        random.nextLong(1, Long.MAX_VALUE));
  }

  Relationship relationship() {
    return new Relationship(
        new RelationshipId(id().value()),
        text(),
        id(),
        id(),
        map(),
        random.nextBoolean(),
        time(),
        text(),
        time(),
        text(),
        random.nextLong(1, Long.MAX_VALUE),
        random.nextLong(1, Long.MAX_VALUE));
  }

  AssetType assetType() {
    return new AssetType(
        name(),
        text(),
        list(this::name),
        attributes(),
        random.nextBoolean(),
        random.nextInt(1, 99));
  }

  RelationshipType relationshipType() {
    return new RelationshipType(
        name(),
        name(),
        text(),
        list(this::name),
        list(this::name),
        attributes(),
        random.nextBoolean(),
        random.nextInt(1, 99));
  }

  Change change() {
    Long expected = maybe(() -> random.nextLong(0, Long.MAX_VALUE));
    return switch (random.nextInt(8)) {
      case 0 -> new Change.UpsertAsset(text(), text(), fields(false), mode(), expected);
      case 1 -> new Change.PatchAsset(locator(), fields(true), mode(), expected);
      case 2 -> new Change.DeleteAsset(locator(), expected);
      case 3 -> new Change.RestoreAsset(locator(), expected);
      case 4 -> new Change.PutRelationship(text(), locator(), locator(), map(), expected);
      case 5 -> new Change.RemoveRelationship(text(), locator(), locator(), expected);
      case 6 -> new Change.DefineAssetType(assetType(), expected);
      default -> new Change.DefineRelationshipType(relationshipType(), expected);
    };
  }

  private Map<String, @Nullable Object> fields(boolean rename) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (AssetField field : AssetField.values()) {
      if (random.nextInt(3) == 0 && (rename || field != AssetField.QUALIFIED_NAME)) {
        fields.put(field.fieldName(), maybe(() -> value(3)));
      }
    }
    return fields;
  }

  private UpsertMode mode() {
    return random.nextBoolean() ? UpsertMode.MERGE : UpsertMode.REPLACE;
  }

  private AssetLocator locator() {
    return random.nextBoolean()
        ? new AssetLocator.ById(id())
        : new AssetLocator.ByName(text(), text());
  }

  private List<AttributeDefinition> attributes() {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      AttributeKind kind = AttributeKind.values()[random.nextInt(AttributeKind.values().length)];
      boolean numeric = kind == AttributeKind.INTEGER || kind == AttributeKind.NUMBER;
      boolean collection = kind == AttributeKind.LIST || kind == AttributeKind.MAP;
      attributes.add(
          new AttributeDefinition(
              "a" + i,
              kind,
              collection ? AttributeKind.JSON : null,
              random.nextBoolean(),
              kind == AttributeKind.ENUM ? List.of(text(), text()) : List.of(),
              numeric ? maybe(() -> -random.nextDouble()) : null,
              numeric ? maybe(random::nextDouble) : null,
              collection || kind == AttributeKind.STRING
                  ? maybe(() -> random.nextInt(1, Integer.MAX_VALUE))
                  : null,
              maybe(this::text)));
    }
    return attributes;
  }

  private AssetId id() {
    return AssetId.derive("t", Long.toString(random.nextLong()));
  }

  private String name() {
    return "t" + random.nextInt(1_000) + "-x";
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private Instant time() {
    return Instant.EPOCH.plus(random.nextLong(0, 253_402_300_799_000_000L), ChronoUnit.MICROS);
  }

  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), value(3));
    }
    return map;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> text();
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> number();
      case 4 -> list(() -> value(depth - 1));
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.put(text(), value(depth - 1));
        }
        yield map;
      }
    };
  }

  private Double number() {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : 0.5;
  }

  private <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
