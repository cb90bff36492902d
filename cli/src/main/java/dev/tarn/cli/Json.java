package dev.tarn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/** JSON as trees: the client prints what the server says, and so has no types of its own for it. */
final class Json {
  /** A description may be long; the server's own limit is below this. */
  private static final int MAX_STRING_CHARS = 64 << 20;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_STRING_CHARS).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** Returns the tree of a text; missing if it is not JSON. */
  static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns a scalar member as text; empty if it is absent, null or not a scalar. */
  static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /** Returns the elements of an array; none if the member is not an array. */
  static List<JsonNode> elements(JsonNode node, String member) {
    JsonNode array = node.path(member);
    return array.isArray() ? array.valueStream().toList() : List.of();
  }

  static String compact(JsonNode node) {
    return node.toString();
  }

  static String pretty(JsonNode node) {
    return node.toPrettyString();
  }
}
