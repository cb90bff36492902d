package dev.tarn.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assets as JSON. */
final class AssetJson {
  private AssetJson() {}

  static void write(Asset asset, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", asset.id().value());
    out.writeStringField("type", asset.type());
    out.writeStringField("qualifiedName", asset.qualifiedName());
    out.writeStringField("name", asset.name());
    JsonOutput.optional(out, "displayName", asset.displayName());
    JsonOutput.optional(out, "description", asset.description());
    writeId(out, "parent", asset.parentId());
    JsonOutput.optional(out, "platform", asset.platform());
    writeId(out, "workspace", asset.workspaceId());
    writeId(out, "domain", asset.domainId());
    writeOwners(out, asset.owners());
    writeIds(out, "tags", asset.tags());
    writeIds(out, "classifications", asset.classifications());
    writeIds(out, "terms", asset.terms());
    JsonOutput.nonEmpty(out, "attributes", asset.attributes());
    out.writeStringField("status", asset.status().code());
    JsonOutput.optional(out, "quality", asset.quality());
    JsonOutput.optional(out, "popularity", asset.popularity());
    out.writeStringField("createdAt", Times.write(asset.createdAt()));
    out.writeStringField("createdBy", asset.createdBy());
    out.writeStringField("updatedAt", Times.write(asset.updatedAt()));
    out.writeStringField("updatedBy", asset.updatedBy());
    out.writeNumberField("version", asset.version());
    out.writeNumberField("seq", asset.seq());
    out.writeEndObject();
  }

  static Asset read(JsonInput input) throws IOException {
    Members members = new Members("", input.object());
    Asset asset =
        new Asset(
            members.id("id"),
            members.text("type"),
            members.text("qualifiedName"),
            members.text("name"),
            members.optionalText("displayName"),
            members.optionalText("description"),
            members.optionalId("parent"),
            members.optionalText("platform"),
            members.optionalId("workspace"),
            members.optionalId("domain"),
            owners(members),
            members.ids("tags"),
            members.ids("classifications"),
            members.ids("terms"),
            members.values("attributes"),
            status(members),
            members.optionalNumber("quality"),
            members.optionalNumber("popularity"),
            members.time("createdAt"),
            members.text("createdBy"),
            members.time("updatedAt"),
            members.text("updatedBy"),
            members.integer("version"),
            members.integer("seq"));
    members.end();
    return asset;
  }

  private static List<Owner> owners(Members members) {
    List<Owner> owners = new ArrayList<>();
    for (Members owner : members.objects("owners")) {
      owners.add(new Owner(owner.id("id"), owner.text("kind")));
      owner.end();
    }
    return owners;
  }

  private static AssetStatus status(Members members) {
    String code = members.text("status");
    try {
      return AssetStatus.ofCode(code);
    } catch (IllegalArgumentException e) {
      throw members.invalid("status", "the status is unknown");
    }
  }

  private static void writeId(JsonGenerator out, String name, @Nullable AssetId id)
      throws IOException {
    if (id != null) {
      out.writeStringField(name, id.value());
    }
  }

  private static void writeIds(JsonGenerator out, String name, List<AssetId> ids)
      throws IOException {
    if (!ids.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (AssetId id : ids) {
        out.writeString(id.value());
      }
      out.writeEndArray();
    }
  }

  private static void writeOwners(JsonGenerator out, List<Owner> owners) throws IOException {
    if (!owners.isEmpty()) {
      out.writeArrayFieldStart("owners");
      for (Owner owner : owners) {
        out.writeStartObject();
        out.writeStringField("id", owner.id().value());
        out.writeStringField("kind", owner.kind());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }
}
