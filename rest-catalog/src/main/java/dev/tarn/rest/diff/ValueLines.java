package dev.tarn.rest.diff;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Owner;
import dev.tarn.core.type.AttributeDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What fields say, as lines for people: a text's own, one for each element of a list and for each
 * key of a map, and else one.
 */
record ValueLines(EntityNames names, JsonMapper mapper) {
  private static final Pattern LINE_END = Pattern.compile("\n");

  List<String> of(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String text ->
          text.indexOf('\n') < 0 ? List.of(line(text)) : List.of(LINE_END.split(text, -1));
      case List<?> list -> list.stream().map(this::line).toList();
      case AttributeDefinition definition -> entries(DiffValues.definition(definition));
      case Map<?, ?> map -> entries(map);
      default -> List.of(line(value));
    };
  }

  private List<String> entries(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put((String) key, value));
    return sorted.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + line(entry.getValue()))
        .toList();
  }

  private String line(Object value) {
    return switch (value) {
      case AssetId id -> names.of(id);
      case Owner owner -> owner(owner);
      case AssetStatus status -> status.code();
      case String text when AssetId.isId(text) -> names.of(new AssetId(text));
      // Text of several lines would look like several elements.
      case String text when text.indexOf('\n') < 0 -> text;
      default -> mapper.writeValueAsString(DiffValues.plain(value));
    };
  }

  private String owner(Owner owner) {
    String name = names.of(owner.id());
    return owner.kind().equals(Owner.DEFAULT_KIND) ? name : name + " (" + owner.kind() + ")";
  }
}
