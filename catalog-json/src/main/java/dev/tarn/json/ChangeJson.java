package dev.tarn.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.core.change.AssetField;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.UpsertMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes as JSON objects: a line of Tarn's own NDJSON format.
 *
 * <table>
 * <caption>Members by {@code op}; every one may have {@code expectedVersion}</caption>
 * <tr><td>{@code upsert}, which is also meant where there is no op
 *     <td>{@code type, qualifiedName, mode} ({@code merge} or {@code replace}), and the {@link
 *     AssetField fields} of the asset
 * <tr><td>{@code patch}
 *     <td>{@code asset, mode}, and the fields; {@code qualifiedName} renames
 * <tr><td>{@code delete}, {@code restore}
 *     <td>{@code asset}
 * <tr><td>{@code relate}
 *     <td>{@code type, source, target, attributes}
 * <tr><td>{@code unrelate}
 *     <td>{@code type, source, target}
 * <tr><td>{@code define-type}
 *     <td>{@code assetType}: in the form of {@link EntityJson}
 * <tr><td>{@code define-relationship-type}
 *     <td>{@code relationshipType}: likewise
 * </table>
 *
 * <p>{@code asset}, {@code source} and {@code target} are an id, {@code type:qualifiedName}, or an
 * object {@code {type, qualifiedName}}. Values of fields are kept as they are, null included (it
 * clears a field), for the committer to check. Thread safe.
 */
public final class ChangeJson {
  private static final String UPSERT = "upsert";
  private static final String PATCH = "patch";
  private static final String DELETE = "delete";
  private static final String RESTORE = "restore";
  private static final String RELATE = "relate";
  private static final String UNRELATE = "unrelate";
  private static final String DEFINE_TYPE = "define-type";
  private static final String DEFINE_RELATIONSHIP_TYPE = "define-relationship-type";

  private ChangeJson() {}

  /** Reads a change; as {@link #read(byte[])}. */
  public static Change read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a change from one JSON object in UTF-8, within {@link JsonLimits}.
   *
   * @throws CatalogException {@code malformed-json} and {@code invalid-utf8} (with the column),
   *     {@code missing-field}, {@code unknown-field}, {@code invalid-value}, {@code
   *     invalid-reference}, {@code number-out-of-range} (an integer of more than 64 bits, a number
   *     that is not finite), {@code value-too-large} (the line, a name, the nesting)
   */
  public static Change read(byte[] json) {
    return change(new Members("", JsonInput.readForeign(json, JsonInput::object)));
  }

  /**
   * Reads a change from an object that is already parsed into the values of {@link ValueJson}.
   *
   * @throws CatalogException as {@link #read(byte[])}
   */
  public static Change of(Map<String, @Nullable Object> object) {
    return change(new Members("", new LinkedHashMap<String, @Nullable Object>(object)));
  }

  /** Returns the change as one line of text, without its end. */
  public static String write(Change change) {
    return new String(writeBytes(change), StandardCharsets.UTF_8);
  }

  /** Returns the change as one line in UTF-8, without its end. */
  public static byte[] writeBytes(Change change) {
    return JsonOutput.bytes(out -> write(change, out));
  }

  private static Change change(Members members) {
    String op = members.optionalText("op");
    Long expected = expectedVersion(members);
    Change change =
        switch (op == null ? UPSERT : op) {
          case UPSERT -> upsert(members, expected);
          case PATCH -> patch(members, expected);
          case DELETE -> new Change.DeleteAsset(locator(members, "asset"), expected);
          case RESTORE -> new Change.RestoreAsset(locator(members, "asset"), expected);
          case RELATE ->
              new Change.PutRelationship(
                  members.text("type"),
                  locator(members, "source"),
                  locator(members, "target"),
                  members.map("attributes"),
                  expected);
          case UNRELATE ->
              new Change.RemoveRelationship(
                  members.text("type"),
                  locator(members, "source"),
                  locator(members, "target"),
                  expected);
          case DEFINE_TYPE ->
              new Change.DefineAssetType(
                  TypeJson.readAssetType(members.object("assetType")), expected);
          case DEFINE_RELATIONSHIP_TYPE ->
              new Change.DefineRelationshipType(
                  TypeJson.readRelationshipType(members.object("relationshipType")), expected);
          default -> throw members.invalid("op", "the operation is unknown");
        };
    members.end();
    return change;
  }

  private static Change upsert(Members members, @Nullable Long expected) {
    String type = members.text("type");
    String qualifiedName = members.text("qualifiedName");
    UpsertMode mode = mode(members);
    return new Change.UpsertAsset(type, qualifiedName, fields(members), mode, expected);
  }

  private static Change patch(Members members, @Nullable Long expected) {
    AssetLocator asset = locator(members, "asset");
    UpsertMode mode = mode(members);
    return new Change.PatchAsset(asset, fields(members), mode, expected);
  }

  /** Takes all that is left: fields of an asset. */
  private static Map<String, @Nullable Object> fields(Members members) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(members.rest());
    for (String name : fields.keySet()) {
      if (AssetField.ofName(name).isPresent()) {
        members.any(name);
      }
    }
    return fields;
  }

  private static UpsertMode mode(Members members) {
    String mode = members.optionalText("mode");
    if (mode == null) {
      return UpsertMode.MERGE;
    }
    for (UpsertMode known : UpsertMode.values()) {
      if (code(known).equals(mode)) {
        return known;
      }
    }
    throw members.invalid("mode", "the mode is merge or replace");
  }

  private static String code(UpsertMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Long expectedVersion(Members members) {
    Long expected = members.optionalInteger("expectedVersion");
    if (expected != null && expected < 0) {
      throw members.invalid("expectedVersion", "a version is not negative");
    }
    return expected;
  }

  private static AssetLocator locator(Members members, String name) {
    Object value = members.any(name);
    if (value == null) {
      throw members.error(ErrorCode.MISSING_FIELD, name, "the field is required");
    }
    if (value instanceof String text) {
      try {
        return AssetLocator.parse(text);
      } catch (CatalogException e) {
        throw members.error(e.code(), name, e.getMessage());
      }
    }
    Members object = members.member(name, value);
    AssetLocator locator =
        new AssetLocator.ByName(object.text("type"), object.text("qualifiedName"));
    object.end();
    return locator;
  }

  /** Writes the change as one object into a larger document. */
  public static void write(Change change, JsonGenerator out) throws IOException {
    out.writeStartObject();
    switch (change) {
      case Change.UpsertAsset upsert -> {
        out.writeStringField("op", UPSERT);
        out.writeStringField("type", upsert.type());
        out.writeStringField("qualifiedName", upsert.qualifiedName());
        writeFields(out, upsert.mode(), upsert.fields());
        writeExpected(out, upsert.expectedVersion());
      }
      case Change.PatchAsset patch -> {
        out.writeStringField("op", PATCH);
        writeLocator(out, "asset", patch.asset());
        writeFields(out, patch.mode(), patch.fields());
        writeExpected(out, patch.expectedVersion());
      }
      case Change.DeleteAsset delete -> {
        out.writeStringField("op", DELETE);
        writeLocator(out, "asset", delete.asset());
        writeExpected(out, delete.expectedVersion());
      }
      case Change.RestoreAsset restore -> {
        out.writeStringField("op", RESTORE);
        writeLocator(out, "asset", restore.asset());
        writeExpected(out, restore.expectedVersion());
      }
      case Change.PutRelationship put -> {
        out.writeStringField("op", RELATE);
        writeEdge(out, put.type(), put.source(), put.target());
        JsonOutput.nonEmpty(out, "attributes", put.attributes());
        writeExpected(out, put.expectedVersion());
      }
      case Change.RemoveRelationship remove -> {
        out.writeStringField("op", UNRELATE);
        writeEdge(out, remove.type(), remove.source(), remove.target());
        writeExpected(out, remove.expectedVersion());
      }
      case Change.DefineAssetType define -> {
        out.writeStringField("op", DEFINE_TYPE);
        out.writeFieldName("assetType");
        EntityJson.write(define.type(), out);
        writeExpected(out, define.expectedVersion());
      }
      case Change.DefineRelationshipType define -> {
        out.writeStringField("op", DEFINE_RELATIONSHIP_TYPE);
        out.writeFieldName("relationshipType");
        EntityJson.write(define.type(), out);
        writeExpected(out, define.expectedVersion());
      }
      case Change.SetAsset set ->
          throw new IllegalArgumentException("the catalog's own changes have no form in JSON");
      case Change.SetRelationship set ->
          throw new IllegalArgumentException("the catalog's own changes have no form in JSON");
    }
    out.writeEndObject();
  }

  private static void writeFields(
      JsonGenerator out, UpsertMode mode, Map<String, @Nullable Object> fields) throws IOException {
    if (mode != UpsertMode.MERGE) {
      out.writeStringField("mode", code(mode));
    }
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      out.writeFieldName(field.getKey());
      JsonOutput.value(out, field.getValue());
    }
  }

  private static void writeEdge(
      JsonGenerator out, String type, AssetLocator source, AssetLocator target) throws IOException {
    out.writeStringField("type", type);
    writeLocator(out, "source", source);
    writeLocator(out, "target", target);
  }

  private static void writeLocator(JsonGenerator out, String name, AssetLocator asset)
      throws IOException {
    switch (asset) {
      case AssetLocator.ById byId -> out.writeStringField(name, byId.id().value());
      case AssetLocator.ByName byName -> {
        // As an object: a type with a colon in it would be read back as another one.
        out.writeObjectFieldStart(name);
        out.writeStringField("type", byName.type());
        out.writeStringField("qualifiedName", byName.qualifiedName());
        out.writeEndObject();
      }
    }
  }

  private static void writeExpected(JsonGenerator out, @Nullable Long expected) throws IOException {
    if (expected != null) {
      out.writeNumberField("expectedVersion", expected);
    }
  }
}
