package dev.tarn.iceberg.privacy;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.privacy.NameReplacer;
import dev.tarn.json.ValueJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is replaced in the JSON of entities and attributes. Ids and actors are compared whole. Names
 * that other things are known by stay: a table is not renamed for a person's sake. What else a
 * person's own user asset says of them goes.
 */
final class EntityRules {
  /** The one attribute that a replaced user keeps. */
  private static final String ACTIVE = "active";

  private static final String DESCRIPTION = "description";
  private static final String DISPLAY_NAME = "displayName";
  private static final String QUALIFIED_NAME = "qualifiedName";
  private static final String ATTRIBUTES = "attributes";

  private final NameReplacer names;
  private final Sightings sightings;

  EntityRules(NameReplacer names, Sightings sightings) {
    this.names = names;
    this.sightings = sightings;
  }

  /** Returns whether an id is that of the person's user asset. */
  boolean isPerson(@Nullable Object id) {
    return id instanceof CharSequence text
        && AssetId.isId(text.toString())
        && names.names().assets().contains(new AssetId(text.toString()));
  }

  /** Returns whether an actor is the person. */
  boolean isActor(String actor) {
    return !names.value(actor).equals(actor);
  }

  /** Returns free text, replaced. */
  String text(String place, String text) {
    String changed = names.text(text);
    if (!changed.equals(text)) {
      sightings.replaced(place, text);
    }
    return changed;
  }

  /** Returns an id or actor, replaced if it is the person's. */
  String value(String place, String value) {
    String changed = names.value(value);
    if (!changed.equals(value)) {
      sightings.replaced(place, value);
    } else {
      keep(place, value);
    }
    return changed;
  }

  /** Notes what stays. */
  void keep(String place, String text) {
    if (names.isIn(text)) {
      sightings.kept(place, text);
    }
  }

  /** Returns an entity's JSON; the same object if nothing in it changes. */
  String entity(String place, String json) {
    if (!names.mayBeIn(json) || !(ValueJson.read(json) instanceof Map<?, ?> read)) {
      return json;
    }
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    boolean isPerson = isPerson(read.get("id"));
    read.forEach(
        (key, value) -> {
          String field = String.valueOf(key);
          Object replaced = field(place, field, value, read, isPerson);
          if (replaced != null || value == null) {
            changed.put(field, replaced);
          }
        });
    return changed.equals(read) ? json : ValueJson.write(changed);
  }

  private @Nullable Object field(
      String place, String field, @Nullable Object value, Map<?, ?> entity, boolean isPerson) {
    String at = place + ": " + field;
    return switch (field) {
      case "id", "parent", "workspace", "domain", "source", "target", "owners" -> values(at, value);
      case "tags", "classifications", "terms", "createdBy", "updatedBy" -> values(at, value);
      case QUALIFIED_NAME -> name(at, value, isPerson);
      case "name" ->
          isPerson || !isPartOf(value, entity.get(QUALIFIED_NAME))
              ? deep(at, value)
              : name(at, value, false);
      case DISPLAY_NAME -> isPerson ? whole(at, value) : deep(at, value);
      case DESCRIPTION -> isPerson ? gone(at, value) : deep(at, value);
      case ATTRIBUTES -> isPerson ? ownAttributes(at, value) : deep(at, value);
      default -> deep(at, value);
    };
  }

  /** A technical name is the last part of the qualified one; it is not text. */
  static boolean isPartOf(@Nullable Object name, @Nullable Object qualifiedName) {
    return name != null
        && qualifiedName != null
        && qualifiedName.toString().endsWith(name.toString());
  }

  private @Nullable Object name(String place, @Nullable Object name, boolean isPerson) {
    if (!(name instanceof String text)) {
      return name;
    }
    if (isPerson) {
      return value(place, text);
    }
    keep(place, text);
    return text;
  }

  /** Returns the pseudonym for a name for people. */
  @Nullable Object whole(String place, @Nullable Object name) {
    if (name instanceof CharSequence text && !text.toString().equals(names.pseudonym())) {
      sightings.replaced(place, text.toString());
      return names.pseudonym();
    }
    return name;
  }

  /** Returns nothing in place of what describes the person. */
  @Nullable Object gone(String place, @Nullable Object description) {
    if (description instanceof CharSequence text) {
      sightings.replaced(place, text.toString());
    }
    return null;
  }

  /** Returns what is left of the attributes of the person's own asset; null if nothing is. */
  private @Nullable Object ownAttributes(String place, @Nullable Object attributes) {
    if (!(attributes instanceof Map<?, ?> map)) {
      return attributes;
    }
    Map<String, Object> left = new LinkedHashMap<>();
    Object active = map.get(ACTIVE);
    if (active != null) {
      left.put(ACTIVE, active);
    }
    if (left.size() < map.size()) {
      sightings.replaced(place, String.valueOf(map));
    }
    return left.isEmpty() ? null : left;
  }

  /** Returns the JSON of attributes; null if there are none left. */
  @Nullable String attributes(String place, String json, boolean isPerson) {
    if (!isPerson && !names.mayBeIn(json)) {
      return json;
    }
    Object value = ValueJson.read(json);
    Object changed = isPerson ? ownAttributes(place, value) : deep(place, value);
    return changed == null
        ? null
        : Objects.equals(value, changed) ? json : ValueJson.write(changed);
  }

  /** Returns ids and actors, in lists and objects, too. */
  private @Nullable Object values(String place, @Nullable Object value) {
    return switch (value) {
      case String text -> value(place, text);
      case List<?> list -> {
        List<@Nullable Object> changed = new ArrayList<>();
        list.forEach(element -> changed.add(values(place, element)));
        yield changed;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        map.forEach((key, each) -> changed.put(String.valueOf(key), values(place, each)));
        yield changed;
      }
      case null, default -> value;
    };
  }

  /** Returns text, in lists and objects, too. */
  private @Nullable Object deep(String place, @Nullable Object value) {
    return switch (value) {
      case String text -> text(place, text);
      case List<?> list -> {
        List<@Nullable Object> changed = new ArrayList<>();
        list.forEach(element -> changed.add(deep(place, element)));
        yield changed;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        map.forEach(
            (key, each) -> changed.put(text(place, String.valueOf(key)), deep(place, each)));
        yield changed;
      }
      case null, default -> value;
    };
  }
}
