package dev.tarn.rest.diff;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.type.AttributeDefinition;
import dev.tarn.core.type.AttributeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What fields say, as JSON has it. */
public final class DiffValues {
  private DiffValues() {}

  /** Returns a value of a field, as the API shows it. */
  public static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case AssetId id -> id.value();
      case Owner owner -> Map.of("id", owner.id().value(), "kind", owner.kind());
      case AssetStatus status -> status.code();
      case AttributeDefinition definition -> definition(definition);
      case List<?> list -> list.stream().map(DiffValues::plain).toList();
      default -> value;
    };
  }

  /** Returns what a definition says, as the API's types do. */
  static Map<String, Object> definition(AttributeDefinition definition) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("kind", definition.kind().code());
    AttributeKind elementKind = definition.elementKind();
    put(said, "elementKind", elementKind == null ? null : elementKind.code());
    put(said, "required", definition.required() ? true : null);
    put(said, "enumValues", definition.enumValues().isEmpty() ? null : definition.enumValues());
    put(said, "minimum", definition.minimum());
    put(said, "maximum", definition.maximum());
    put(said, "maxLength", definition.maxLength());
    put(said, "description", definition.description());
    return said;
  }

  private static void put(Map<String, Object> said, String name, @Nullable Object value) {
    if (value != null) {
      said.put(name, value);
    }
  }
}
