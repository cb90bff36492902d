package dev.tarn.core.change;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of an asset that a change can set, by their name in requests and in the log. */
public enum AssetField {
  QUALIFIED_NAME("qualifiedName"),
  NAME("name"),
  DISPLAY_NAME("displayName"),
  DESCRIPTION("description"),
  /** An id, {@code type:qualifiedName} or {@code {type, qualifiedName}}; as for all references. */
  PARENT("parent"),
  PLATFORM("platform"),
  WORKSPACE("workspace"),
  DOMAIN("domain"),
  /**
   * References or {@code {asset, kind}}; or {@code {add: [...], remove: [...]}}, as for all lists.
   */
  OWNERS("owners"),
  TAGS("tags"),
  CLASSIFICATIONS("classifications"),
  TERMS("terms"),
  /** A map; merged by name, an attribute of kind map by key; null removes. */
  ATTRIBUTES("attributes"),
  STATUS("status"),
  QUALITY("quality"),
  POPULARITY("popularity");

  private static final Map<String, AssetField> BY_NAME = new HashMap<>();

  static {
    for (AssetField field : values()) {
      BY_NAME.put(field.fieldName, field);
    }
  }

  private final String fieldName;

  AssetField(String fieldName) {
    this.fieldName = fieldName;
  }

  public String fieldName() {
    return fieldName;
  }

  /** Returns the field of this name. */
  public static Optional<AssetField> ofName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
