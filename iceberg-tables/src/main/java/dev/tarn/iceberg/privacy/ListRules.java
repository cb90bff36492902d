package dev.tarn.iceberg.privacy;

import dev.tarn.json.ValueJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is replaced in the JSON files of a tenant: who made or owns something, and what it is for.
 * Names of branches, tags and tables, and places of files, stay.
 */
final class ListRules {
  private final EntityRules entities;

  ListRules(EntityRules entities) {
    this.entities = entities;
  }

  static boolean isTableMetadata(Path file) {
    return file.toString().endsWith(".metadata.json");
  }

  /** Returns what the file is to have; the same text if nothing changes. */
  String changed(Path file, String json) {
    Object read = ValueJson.read(json);
    Object changed = changed(file.getFileName() + ": ", "", read);
    return changed == null || changed.equals(read) ? json : ValueJson.write(changed);
  }

  private @Nullable Object changed(String place, String key, @Nullable Object value) {
    return switch (value) {
      case String text ->
          switch (key) {
            case "owner", "createdBy" -> entities.value(place + key, text);
            case "purpose", "reason" -> entities.text(place + key, text);
            default -> {
              entities.keep(place + key, text);
              yield text;
            }
          };
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(each -> all.add(changed(place, key, each)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((name, each) -> all.put(String.valueOf(name), changed(place, "" + name, each)));
        yield all;
      }
      case null, default -> value;
    };
  }
}
