package dev.tarn.iceberg.schema;

import dev.tarn.core.asset.AssetId;
import dev.tarn.json.ValueJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Values of single cells. */
final class Cells {
  private Cells() {}

  static OffsetDateTime time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  static Instant time(Record row, int column) {
    return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
  }

  static Instant time(Object cell) {
    return ((OffsetDateTime) cell).toInstant();
  }

  static String text(Record row, int column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }

  static @Nullable String optionalText(Record row, int column) {
    return row.get(column, String.class);
  }

  static long number(Record row, int column) {
    return Objects.requireNonNull(row.get(column, Long.class));
  }

  static boolean flag(Record row, int column) {
    return Objects.requireNonNull(row.get(column, Boolean.class));
  }

  static AssetId id(Record row, int column) {
    return new AssetId(text(row, column));
  }

  static @Nullable AssetId optionalId(Record row, int column) {
    String id = optionalText(row, column);
    return id == null ? null : new AssetId(id);
  }

  static @Nullable String id(@Nullable AssetId id) {
    return id == null ? null : id.value();
  }

  static List<String> ids(List<AssetId> ids) {
    return ids.isEmpty() ? List.of() : ids.stream().map(AssetId::value).toList();
  }

  static List<AssetId> ids(Record row, int column) {
    List<?> ids = list(row, column);
    return ids.isEmpty() ? List.of() : ids.stream().map(id -> new AssetId(id.toString())).toList();
  }

  static List<String> texts(Record row, int column) {
    List<?> texts = list(row, column);
    return texts.isEmpty() ? List.of() : texts.stream().map(Object::toString).toList();
  }

  /** Returns a list's elements; of a file that is older than the column, none. */
  static List<?> list(Record row, int column) {
    List<?> list = row.get(column, List.class);
    return list == null ? List.of() : list;
  }

  static @Nullable String attributes(Map<String, Object> attributes) {
    return attributes.isEmpty() ? null : ValueJson.write(attributes);
  }

  static Map<String, Object> attributes(Record row, int column) {
    String json = optionalText(row, column);
    if (json == null) {
      return Map.of();
    }
    if (!(ValueJson.read(json) instanceof Map<?, ?> values)) {
      throw new IllegalArgumentException("attributes are a JSON object");
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    values.forEach((name, value) -> attributes.put((String) name, Objects.requireNonNull(value)));
    return attributes;
  }
}
