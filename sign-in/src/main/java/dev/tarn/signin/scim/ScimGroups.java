package dev.tarn.signin.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import dev.tarn.core.asset.Asset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups as SCIM writes them, and teams as the catalog has them. */
final class ScimGroups {
  static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";

  private static final String NAME = "displayName";
  private static final String EXTERNAL_ID = "externalId";

  private ScimGroups() {}

  /**
   * Returns a group.
   *
   * @param members null to leave them out
   */
  static ObjectNode document(Asset team, @Nullable List<Asset> members, String location) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putArray("schemas").add(SCHEMA);
    document.put("id", team.id().value());
    ScimUsers.put(document, EXTERNAL_ID, team.attributes().get(EXTERNAL_ID));
    document.put(NAME, team.qualifiedName());
    if (members != null) {
      ArrayNode array = document.putArray("members");
      for (Asset member : members) {
        array
            .addObject()
            .put("value", member.id().value())
            .put("display", member.qualifiedName())
            .put("type", "User");
      }
    }
    ScimUsers.meta(document, team, "Group", location);
    return document;
  }

  static String name(JsonNode document) throws BadRequestException {
    String name = ScimUsers.text(document, NAME);
    if (name == null) {
      throw BadRequestException.invalidValue("displayName is required");
    }
    return name.strip();
  }

  static Map<String, @Nullable Object> fields(JsonNode document) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put(EXTERNAL_ID, ScimUsers.text(document, EXTERNAL_ID));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("attributes", attributes);
    return fields;
  }

  static Set<String> members(JsonNode document) throws BadRequestException {
    Set<String> members = new LinkedHashSet<>();
    for (JsonNode member : document.path("members")) {
      if ("Group".equals(ScimUsers.text(member, "type"))) {
        throw BadRequestException.invalidValue("a group is no member of a group here");
      }
      String id = ScimUsers.text(member, "value");
      if (id != null) {
        members.add(id);
      }
    }
    return members;
  }
}
