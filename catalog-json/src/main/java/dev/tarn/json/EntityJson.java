package dev.tarn.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The persisted form of entities: one JSON object, without white space. Absent is null, empty or
 * false. Times are ISO-8601 in UTC with microseconds, ids are strings.
 *
 * <p>An asset: {@code id, type, qualifiedName, name, displayName, description, parent, platform,
 * workspace, domain, owners: [{id, kind}], tags, classifications, terms, attributes, status,
 * quality, popularity, createdAt, createdBy, updatedAt, updatedBy, version, seq}. A relationship:
 * {@code id, type, source, target, attributes, deleted, createdAt, createdBy, updatedAt, updatedBy,
 * version, seq}. An asset type: {@code name, description, parentTypes, attributes: [{name, kind,
 * elementKind, required, enumValues, minimum, maximum, maxLength, description}], builtIn, version}.
 * A relationship type: {@code name, inverseName, description, sourceTypes, targetTypes, attributes,
 * builtIn, version}.
 *
 * <p>Reading is strict: a name that is not in these lists is {@code unknown-field}, so that a
 * version of Tarn that does not know a field cannot lose it. Thread safe.
 */
public final class EntityJson {
  private EntityJson() {}

  /** Returns the entity as text. */
  public static String write(Entity entity) {
    return new String(writeBytes(entity), StandardCharsets.UTF_8);
  }

  /** Returns the entity in UTF-8. */
  public static byte[] writeBytes(Entity entity) {
    return JsonOutput.bytes(out -> write(entity, out));
  }

  /** Writes the entity as one object into a larger document. */
  public static void write(Entity entity, JsonGenerator out) throws IOException {
    switch (entity.kind()) {
      case ASSET -> AssetJson.write((Asset) entity, out);
      case RELATIONSHIP -> RelationshipJson.write((Relationship) entity, out);
      case ASSET_TYPE -> TypeJson.write((AssetType) entity, out);
      case RELATIONSHIP_TYPE -> TypeJson.write((RelationshipType) entity, out);
    }
  }

  /** Reads what {@link #write(Entity)} wrote. */
  public static Entity read(EntityKind kind, String json) {
    return read(kind, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #writeBytes} wrote.
   *
   * @throws dev.tarn.core.error.CatalogException if it is something else
   */
  public static Entity read(EntityKind kind, byte[] json) {
    return switch (kind) {
      case ASSET -> JsonInput.readOwn(json, AssetJson::read);
      case RELATIONSHIP ->
          JsonInput.readOwn(json, input -> RelationshipJson.read(new Members("", input.object())));
      case ASSET_TYPE ->
          JsonInput.readOwn(json, input -> TypeJson.readAssetType(new Members("", input.object())));
      case RELATIONSHIP_TYPE ->
          JsonInput.readOwn(
              json, input -> TypeJson.readRelationshipType(new Members("", input.object())));
    };
  }
}
