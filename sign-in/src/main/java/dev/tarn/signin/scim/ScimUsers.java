package dev.tarn.signin.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.scope.Actor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users as SCIM writes them and as the catalog has them. */
final class ScimUsers {
  static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final String ACTIVE = "active";
  private static final String EMAIL = "email";
  private static final String TITLE = "title";
  private static final String DEPARTMENT = "department";
  private static final String EXTERNAL_ID = "externalId";
  private static final String PROPERTIES = "properties";
  private static final String GIVEN = "givenName";
  private static final String FAMILY = "familyName";

  private ScimUsers() {}

  /** Returns the actor that a user signs in as. */
  static Actor actor(String userName) {
    return new Actor("user:" + userName);
  }

  static boolean isActive(Asset user) {
    return !Boolean.FALSE.equals(user.attributes().get(ACTIVE));
  }

  static ObjectNode document(Asset user, String location) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putArray("schemas").add(SCHEMA).add(ENTERPRISE);
    document.put("id", user.id().value());
    put(document, EXTERNAL_ID, user.attributes().get(EXTERNAL_ID));
    document.put("userName", user.qualifiedName());
    put(document, "displayName", user.displayName());
    put(document, TITLE, user.attributes().get(TITLE));
    document.put(ACTIVE, isActive(user));
    if (user.attributes().get(PROPERTIES) instanceof Map<?, ?> properties
        && (properties.containsKey(GIVEN) || properties.containsKey(FAMILY))) {
      ObjectNode name = document.putObject("name");
      put(name, GIVEN, properties.get(GIVEN));
      put(name, FAMILY, properties.get(FAMILY));
      put(name, "formatted", user.displayName());
    }
    if (user.attributes().get(EMAIL) instanceof String email) {
      document
          .putArray("emails")
          .addObject()
          .put("value", email)
          .put("type", "work")
          .put("primary", true);
    }
    if (user.attributes().get(DEPARTMENT) instanceof String department) {
      document.putObject(ENTERPRISE).put(DEPARTMENT, department);
    }
    meta(document, user, "User", location);
    return document;
  }

  static void meta(ObjectNode document, Asset asset, String type, String location) {
    document
        .putObject("meta")
        .put("resourceType", type)
        .put("created", asset.createdAt().toString())
        .put("lastModified", asset.updatedAt().toString())
        .put("location", location)
        .put("version", "W/\"" + asset.version() + "\"");
  }

  static void put(ObjectNode object, String name, @Nullable Object value) {
    if (value instanceof String text) {
      object.put(name, text);
    }
  }

  static String userName(JsonNode document) throws BadRequestException {
    String name = document.path("userName").asText("").strip();
    if (name.isEmpty()) {
      throw BadRequestException.invalidValue("userName is required");
    }
    return name;
  }

  /** Returns the fields of the asset; null takes one away. */
  static Map<String, @Nullable Object> fields(JsonNode document) throws BadRequestException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    JsonNode name = document.path("name");
    String given = text(name, GIVEN);
    String family = text(name, FAMILY);
    String formatted = text(name, "formatted");
    String display = text(document, "displayName");
    if (display == null) {
      display = formatted;
    }
    if (display == null && (given != null || family != null)) {
      display = ((given == null ? "" : given) + " " + (family == null ? "" : family)).strip();
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    if (given != null) {
      properties.put(GIVEN, given);
    }
    if (family != null) {
      properties.put(FAMILY, family);
    }
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put(EMAIL, email(document.path("emails")));
    attributes.put(TITLE, text(document, TITLE));
    attributes.put(DEPARTMENT, text(document.path(ENTERPRISE), DEPARTMENT));
    attributes.put(EXTERNAL_ID, text(document, EXTERNAL_ID));
    attributes.put(PROPERTIES, properties.isEmpty() ? null : properties);
    attributes.put(ACTIVE, active(document.path(ACTIVE)));
    fields.put("displayName", display);
    fields.put("attributes", attributes);
    return fields;
  }

  private static boolean active(JsonNode active) throws BadRequestException {
    if (active.isMissingNode() || active.isNull()) {
      return true;
    }
    if (!active.isBoolean()) {
      throw BadRequestException.invalidValue("active is true or false");
    }
    return active.asBoolean();
  }

  private static @Nullable String email(JsonNode emails) {
    String first = null;
    for (JsonNode email : emails) {
      String value = text(email, "value");
      if (value != null && (first == null || email.path("primary").asBoolean())) {
        first = value;
      }
    }
    return first;
  }

  static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
  }
}
