package dev.tarn.iceberg.log;

import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.json.ValueJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pointers as JSON, where the warehouse keeps them beside Nessie: in the journal, in checkpoints.
 */
final class PointerJson {
  private static final String NAME = "name";
  private static final String EXPECTED = "expected";
  private static final String NEXT = "next";
  private static final String KIND = "kind";
  private static final String TABLE = "table";
  private static final String VIEW = "view";
  private static final String NAMESPACE = "namespace";
  private static final String METADATA = "metadata";
  private static final String SNAPSHOT = "snapshot";
  private static final String SCHEMA = "schema";
  private static final String SPEC = "spec";
  private static final String SORT_ORDER = "sort-order";
  private static final String VERSION = "version";
  private static final String PROPERTIES = "properties";

  private PointerJson() {}

  /** Returns changes as one line. */
  static String write(List<PointerChange> changes) {
    List<Object> all = new ArrayList<>();
    for (PointerChange change : changes) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put(NAME, change.name().levels());
      put(json, EXPECTED, change.expected());
      put(json, NEXT, change.next());
      all.add(json);
    }
    return ValueJson.write(all);
  }

  private static void put(Map<String, Object> json, String field, @Nullable Pointer pointer) {
    if (pointer != null) {
      json.put(field, json(pointer));
    }
  }

  private static Map<String, Object> json(Pointer pointer) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (pointer) {
      case Pointer.Table table -> {
        json.put(KIND, TABLE);
        json.put(METADATA, table.metadataLocation());
        json.put(SNAPSHOT, table.snapshotId());
        json.put(SCHEMA, (long) table.schemaId());
        json.put(SPEC, (long) table.specId());
        json.put(SORT_ORDER, (long) table.sortOrderId());
      }
      case Pointer.View view -> {
        json.put(KIND, VIEW);
        json.put(METADATA, view.metadataLocation());
        json.put(VERSION, view.versionId());
        json.put(SCHEMA, (long) view.schemaId());
      }
      case Pointer.Namespace namespace -> {
        json.put(KIND, NAMESPACE);
        json.put(PROPERTIES, namespace.properties());
      }
    }
    return json;
  }

  /** Reads what {@link #write} has written. */
  static List<PointerChange> read(String json) throws IOException {
    if (!(ValueJson.read(json) instanceof List<?> all)) {
      throw malformed();
    }
    List<PointerChange> changes = new ArrayList<>();
    for (Object one : all) {
      if (!(one instanceof Map<?, ?> change)) {
        throw malformed();
      }
      changes.add(
          new PointerChange(
              name(change.get(NAME)), pointer(change.get(EXPECTED)), pointer(change.get(NEXT))));
    }
    return changes;
  }

  private static TableName name(@Nullable Object json) throws IOException {
    if (!(json instanceof List<?> levels)) {
      throw malformed();
    }
    return new TableName(levels.stream().map(String::valueOf).toList());
  }

  private static @Nullable Pointer pointer(@Nullable Object json) throws IOException {
    if (json == null) {
      return null;
    }
    if (!(json instanceof Map<?, ?> map)) {
      throw malformed();
    }
    return switch (text(map, KIND)) {
      case TABLE ->
          new Pointer.Table(
              text(map, METADATA),
              number(map, SNAPSHOT),
              Math.toIntExact(number(map, SCHEMA)),
              Math.toIntExact(number(map, SPEC)),
              Math.toIntExact(number(map, SORT_ORDER)));
      case VIEW ->
          new Pointer.View(
              text(map, METADATA), number(map, VERSION), Math.toIntExact(number(map, SCHEMA)));
      case NAMESPACE -> new Pointer.Namespace(properties(map));
      default -> throw malformed();
    };
  }

  private static Map<String, String> properties(Map<?, ?> map) throws IOException {
    if (!(map.get(PROPERTIES) instanceof Map<?, ?> json)) {
      throw malformed();
    }
    Map<String, String> properties = new LinkedHashMap<>();
    json.forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
    return properties;
  }

  private static String text(Map<?, ?> map, String field) throws IOException {
    if (map.get(field) instanceof String text) {
      return text;
    }
    throw malformed();
  }

  private static long number(Map<?, ?> map, String field) throws IOException {
    if (map.get(field) instanceof Long number) {
      return number;
    }
    throw malformed();
  }

  private static IOException malformed() {
    return new IOException("not pointers that this version has written");
  }
}
