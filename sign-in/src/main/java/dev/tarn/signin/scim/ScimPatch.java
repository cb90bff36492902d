package dev.tarn.signin.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.JsonUtils;
import java.util.Locale;

/**
 * Changes of parts of a resource. Entra's way of writing them is brought into the standard's first:
 * operations in capitals, truth values as texts, members to remove as values and not in the path.
 */
final class ScimPatch {
  /** The most operations of a request; providers send some hundred. */
  static final int MAX_OPERATIONS = 1_000;

  private static final String MEMBERS = "members";
  private static final String ACTIVE = "active";

  private ScimPatch() {}

  /** Returns a document as a request changes it. */
  static ObjectNode apply(ObjectNode document, JsonNode request) throws ScimException {
    ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    for (JsonNode operation : request.path("Operations")) {
      add(operations, operation);
    }
    if (operations.isEmpty() || operations.size() > MAX_OPERATIONS) {
      throw BadRequestException.invalidSyntax("a patch has 1 to " + MAX_OPERATIONS + " operations");
    }
    ObjectNode standard = JsonNodeFactory.instance.objectNode();
    standard.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
    standard.set("Operations", operations);
    GenericScimResource resource = new GenericScimResource(document.deepCopy());
    try {
      JsonUtils.nodeToValue(standard, PatchRequest.class).apply(resource);
    } catch (JsonProcessingException e) {
      throw BadRequestException.invalidSyntax("the operations are not those of a patch");
    }
    return resource.getObjectNode();
  }

  private static void add(ArrayNode operations, JsonNode given) {
    ObjectNode operation = given.deepCopy();
    String op = given.path("op").asText("").toLowerCase(Locale.ROOT);
    String path = given.path("path").asText("");
    operation.put("op", op);
    JsonNode value = given.path("value");
    if (path.equalsIgnoreCase(ACTIVE)) {
      operation.set("value", truth(value));
    } else if (path.isEmpty() && value.isObject() && value.has(ACTIVE)) {
      ((ObjectNode) operation.path("value")).set(ACTIVE, truth(value.path(ACTIVE)));
    }
    if (op.equals("remove") && path.equalsIgnoreCase(MEMBERS) && value.isArray()) {
      for (JsonNode member : value) {
        operations
            .addObject()
            .put("op", "remove")
            .put("path", MEMBERS + "[value eq \"" + quoted(member.path("value").asText()) + "\"]");
      }
      return;
    }
    operations.add(operation);
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static JsonNode truth(JsonNode value) {
    return value.isTextual() ? BooleanNode.valueOf(Boolean.parseBoolean(value.asText())) : value;
  }
}
