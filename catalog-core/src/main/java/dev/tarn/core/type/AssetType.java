package dev.tarn.core.type;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import java.util.List;
import java.util.Optional;

/**
 * A type of asset.
 *
 * @param name lower-case kebab, such as {@code glossary-term}
 * @param description for people
 * @param parentTypes the types that may contain it; empty: any
 * @param attributes its attributes, by position; the built-in ones first
 * @param builtIn whether it ships with Tarn
 * @param version counts the type's changes, from 1
 */
public record AssetType(
    String name,
    String description,
    List<String> parentTypes,
    List<AttributeDefinition> attributes,
    boolean builtIn,
    long version)
    implements Entity {

  public AssetType {
    TypeNames.check(name);
    parentTypes = List.copyOf(parentTypes);
    attributes = TypeNames.distinct(attributes);
  }

  /** Returns the attribute of this name. */
  public Optional<AttributeDefinition> attribute(String attributeName) {
    return TypeNames.find(attributes, attributeName);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.ASSET_TYPE;
  }

  @Override
  public String key() {
    return name;
  }
}
