package dev.tarn.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import java.io.IOException;

/** Relationships as JSON. */
final class RelationshipJson {
  private RelationshipJson() {}

  static void write(Relationship edge, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", edge.id().value());
    out.writeStringField("type", edge.type());
    out.writeStringField("source", edge.sourceId().value());
    out.writeStringField("target", edge.targetId().value());
    JsonOutput.nonEmpty(out, "attributes", edge.attributes());
    if (edge.deleted()) {
      out.writeBooleanField("deleted", true);
    }
    out.writeStringField("createdAt", Times.write(edge.createdAt()));
    out.writeStringField("createdBy", edge.createdBy());
    out.writeStringField("updatedAt", Times.write(edge.updatedAt()));
    out.writeStringField("updatedBy", edge.updatedBy());
    out.writeNumberField("version", edge.version());
    out.writeNumberField("seq", edge.seq());
    out.writeEndObject();
  }

  static Relationship read(Members members) {
    Relationship edge =
        new Relationship(
            new RelationshipId(members.id("id").value()),
            members.text("type"),
            members.id("source"),
            members.id("target"),
            members.values("attributes"),
            members.flag("deleted"),
            members.time("createdAt"),
            members.text("createdBy"),
            members.time("updatedAt"),
            members.text("updatedBy"),
            members.integer("version"),
            members.integer("seq"));
    members.end();
    return edge;
  }
}
