package dev.tarn.connectors.mapping;

import dev.tarn.core.change.AssetField;
import dev.tarn.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been read about one asset or relationship. A write replaces one of the same field if its
 * {@linkplain ChangeFold#order order} is not lower; references in lists, properties and links add
 * up. What a file leaves out (null, blank, empty) is no write: what other sources know stays.
 */
public final class Draft {
  /** The longest text that the catalog takes. */
  static final int MAX_TEXT_CHARS = 1 << 20;

  private static final String ATTRIBUTE = "attributes.";
  private static final String PROPERTIES = "properties";
  private static final String LINKS = "links";

  private record Write(Object value, long order) {}

  private final ChangeFold fold;
  private final Map<String, Write> writes = new LinkedHashMap<>();
  private final Map<AssetField, Set<Object>> additions = new LinkedHashMap<>();
  private final Set<Ref> references = new LinkedHashSet<>();

  Draft(ChangeFold fold) {
    this.fold = fold;
  }

  public Draft set(AssetField field, @Nullable Object value) {
    if (!isEmpty(value) && value != null) {
      write(field.fieldName(), value instanceof Ref ? value.toString() : value);
      if (value instanceof Ref ref) {
        references.add(ref);
      }
    }
    return this;
  }

  /** Sets the short name, as one line. */
  public Draft name(@Nullable String name) {
    return set(AssetField.NAME, name == null ? null : Names.oneLine(name));
  }

  /** Sets the name for people, as one line. */
  public Draft displayName(@Nullable String name) {
    return set(AssetField.DISPLAY_NAME, name == null ? null : Names.oneLine(name));
  }

  public Draft description(@Nullable String text) {
    return set(AssetField.DESCRIPTION, text);
  }

  public Draft parent(@Nullable Ref parent) {
    return set(AssetField.PARENT, parent);
  }

  public Draft platform(@Nullable String platform) {
    return set(AssetField.PLATFORM, platform);
  }

  public Draft domain(@Nullable Ref domain) {
    return set(AssetField.DOMAIN, domain);
  }

  public Draft attribute(String name, @Nullable Object value) {
    if (!isEmpty(value) && value != null) {
      write(ATTRIBUTE + name, frozen(value));
    }
    return this;
  }

  /** Adds one entry of the attribute {@code properties}; others, from whatever record, stay. */
  public Draft property(String name, @Nullable String value) {
    return entry(PROPERTIES, name, value);
  }

  /** Adds one entry of the attribute {@code links}. */
  public Draft link(String title, @Nullable String url) {
    return entry(LINKS, Names.oneLine(title), url);
  }

  private Draft entry(String attribute, String key, @Nullable String value) {
    if (!isEmpty(value) && value != null && !key.isBlank()) {
      // No attribute's name has a dot, so that what follows one is a key.
      write(ATTRIBUTE + attribute + "." + key, value);
    }
    return this;
  }

  /** Adds entries of the attribute {@code properties}. */
  public Draft properties(Map<String, String> values) {
    values.forEach(this::property);
    return this;
  }

  public Draft owner(Ref owner, String kind) {
    references.add(owner);
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("asset", owner.toString());
    value.put("kind", kind);
    additions
        .computeIfAbsent(AssetField.OWNERS, field -> new LinkedHashSet<>())
        .add(Collections.unmodifiableMap(value));
    return this;
  }

  public Draft tag(Ref tag) {
    return add(AssetField.TAGS, tag);
  }

  public Draft term(Ref term) {
    return add(AssetField.TERMS, term);
  }

  private Draft add(AssetField field, Ref ref) {
    references.add(ref);
    additions.computeIfAbsent(field, added -> new LinkedHashSet<>()).add(ref.toString());
    return this;
  }

  /** Returns what the asset refers to, in the order of first mention. */
  Set<Ref> references() {
    return references;
  }

  void record(String type, String name, LastWrites last) {
    writes.forEach((field, write) -> last.record(LastWrites.key(type, name, field), write.order()));
  }

  /** Returns the fields of a change, without writes that a later one in the input replaces. */
  Map<String, @Nullable Object> fields(String type, String name, @Nullable LastWrites last) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    writes.forEach(
        (field, write) -> {
          if (!field.startsWith(ATTRIBUTE) && wins(type, name, field, write, last)) {
            fields.put(field, write.value());
          }
        });
    additions.forEach(
        (field, added) -> fields.put(field.fieldName(), Map.of("add", List.copyOf(added))));
    Map<String, @Nullable Object> attributes = attributes(type, name, last);
    if (!attributes.isEmpty()) {
      fields.put(AssetField.ATTRIBUTES.fieldName(), attributes);
    }
    return fields;
  }

  Map<String, @Nullable Object> attributes(String type, String name, @Nullable LastWrites last) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    writes.forEach(
        (field, write) -> {
          if (!field.startsWith(ATTRIBUTE) || !wins(type, name, field, write, last)) {
            return;
          }
          String attribute = field.substring(ATTRIBUTE.length());
          int dot = attribute.indexOf('.');
          if (dot < 0) {
            attributes.put(attribute, write.value());
          } else {
            entries
                .computeIfAbsent(attribute.substring(0, dot), map -> new LinkedHashMap<>())
                .put(attribute.substring(dot + 1), write.value());
          }
        });
    entries.forEach((map, values) -> attributes.put(map, Collections.unmodifiableMap(values)));
    return attributes;
  }

  private static boolean wins(
      String type, String name, String field, Write write, @Nullable LastWrites last) {
    return last == null || last.isLast(LastWrites.key(type, name, field), write.order());
  }

  private void write(String field, Object value) {
    if (value instanceof String text && !isAcceptable(field, text)) {
      return;
    }
    Write old = writes.get(field);
    if (old == null || fold.order() >= old.order()) {
      writes.put(field, new Write(value, fold.order()));
    }
  }

  /** What the catalog would refuse would take the whole asset with it. */
  private boolean isAcceptable(String field, String text) {
    if (text.length() > MAX_TEXT_CHARS) {
      fold.leftOut(
          ErrorCode.VALUE_TOO_LARGE,
          text.length() + " characters; at most " + MAX_TEXT_CHARS + " are allowed",
          field);
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        fold.leftOut(ErrorCode.INVALID_VALUE, "no Unicode text at " + i, field);
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isBlank();
      case Collection<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
  }

  private static Object frozen(Object value) {
    return switch (value) {
      case List<?> list -> Collections.unmodifiableList(new ArrayList<Object>(list));
      case Map<?, ?> map -> Collections.unmodifiableMap(new LinkedHashMap<Object, Object>(map));
      default -> value;
    };
  }
}
