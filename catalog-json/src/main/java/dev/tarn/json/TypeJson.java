package dev.tarn.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asset types and relationship types as JSON. */
final class TypeJson {
  private TypeJson() {}

  static void write(AssetType type, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", type.name());
    out.writeStringField("description", type.description());
    JsonOutput.nonEmpty(out, "parentTypes", type.parentTypes());
    writeAttributes(out, type.attributes());
    writeOrigin(out, type.builtIn(), type.version());
    out.writeEndObject();
  }

  static void write(RelationshipType type, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", type.name());
    out.writeStringField("inverseName", type.inverseName());
    out.writeStringField("description", type.description());
    JsonOutput.nonEmpty(out, "sourceTypes", type.sourceTypes());
    JsonOutput.nonEmpty(out, "targetTypes", type.targetTypes());
    writeAttributes(out, type.attributes());
    writeOrigin(out, type.builtIn(), type.version());
    out.writeEndObject();
  }

  private static void writeOrigin(JsonGenerator out, boolean builtIn, long version)
      throws IOException {
    if (builtIn) {
      out.writeBooleanField("builtIn", true);
    }
    out.writeNumberField("version", version);
  }

  private static void writeAttributes(JsonGenerator out, List<AttributeDefinition> attributes)
      throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("attributes");
    for (AttributeDefinition attribute : attributes) {
      out.writeStartObject();
      out.writeStringField("name", attribute.name());
      out.writeStringField("kind", attribute.kind().code());
      AttributeKind elementKind = attribute.elementKind();
      JsonOutput.optional(out, "elementKind", elementKind == null ? null : elementKind.code());
      if (attribute.required()) {
        out.writeBooleanField("required", true);
      }
      JsonOutput.nonEmpty(out, "enumValues", attribute.enumValues());
      JsonOutput.optional(out, "minimum", attribute.minimum());
      JsonOutput.optional(out, "maximum", attribute.maximum());
      Integer maxLength = attribute.maxLength();
      if (maxLength != null) {
        out.writeNumberField("maxLength", maxLength);
      }
      JsonOutput.optional(out, "description", attribute.description());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Reads a type; one that has no version yet has version 1. */
  static AssetType readAssetType(Members members) {
    String name = members.text("name");
    String description = text(members, "description");
    List<String> parentTypes = members.texts("parentTypes");
    List<AttributeDefinition> attributes = attributes(members);
    boolean builtIn = members.flag("builtIn");
    long version = version(members);
    members.end();
    try {
      return new AssetType(name, description, parentTypes, attributes, builtIn, version);
    } catch (CatalogException e) {
      throw members.within(e);
    }
  }

  /** Reads a type; one that has no version yet has version 1. */
  static RelationshipType readRelationshipType(Members members) {
    String name = members.text("name");
    String inverseName = members.text("inverseName");
    String description = text(members, "description");
    List<String> sourceTypes = members.texts("sourceTypes");
    List<String> targetTypes = members.texts("targetTypes");
    List<AttributeDefinition> attributes = attributes(members);
    boolean builtIn = members.flag("builtIn");
    long version = version(members);
    members.end();
    try {
      return new RelationshipType(
          name, inverseName, description, sourceTypes, targetTypes, attributes, builtIn, version);
    } catch (CatalogException e) {
      throw members.within(e);
    }
  }

  private static String text(Members members, String name) {
    String text = members.optionalText(name);
    return text == null ? "" : text;
  }

  private static long version(Members members) {
    Long version = members.optionalInteger("version");
    return version == null ? 1 : version;
  }

  private static List<AttributeDefinition> attributes(Members members) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (Members attribute : members.objects("attributes")) {
      attributes.add(attribute(members, attribute));
    }
    return attributes;
  }

  private static AttributeDefinition attribute(Members type, Members members) {
    String name = members.text("name");
    AttributeKind kind = kind(members, "kind", members.text("kind"));
    String elementKind = members.optionalText("elementKind");
    boolean required = members.flag("required");
    List<String> enumValues = members.texts("enumValues");
    Double minimum = members.optionalNumber("minimum");
    Double maximum = members.optionalNumber("maximum");
    Integer maxLength = maxLength(members);
    String description = members.optionalText("description");
    members.end();
    try {
      return new AttributeDefinition(
          name,
          kind,
          elementKind == null ? null : kind(members, "elementKind", elementKind),
          required,
          enumValues,
          minimum,
          maximum,
          maxLength,
          description);
    } catch (CatalogException e) {
      throw type.within(e);
    }
  }

  private static AttributeKind kind(Members members, String field, String code) {
    try {
      return AttributeKind.ofCode(code);
    } catch (IllegalArgumentException e) {
      throw members.invalid(field, "the kind is unknown");
    }
  }

  private static @Nullable Integer maxLength(Members members) {
    Long maxLength = members.optionalInteger("maxLength");
    if (maxLength == null) {
      return null;
    }
    if (maxLength < 1 || maxLength > Integer.MAX_VALUE) {
      throw members.error(
          ErrorCode.NUMBER_OUT_OF_RANGE,
          "maxLength",
          "maxLength is from 1 to " + Integer.MAX_VALUE);
    }
    return maxLength.intValue();
  }
}
