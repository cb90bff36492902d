package dev.tarn.core.type;

import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.EntityKind;
import java.util.List;
import java.util.Optional;

/**
 * A type of relationship.
 *
 * @param name lower-case kebab, such as {@code lineage}
 * @param inverseName how the edge reads from the target, such as {@code has-member}
 * @param description for people
 * @param sourceTypes the asset types it may start at; empty: any
 * @param targetTypes the asset types it may end at; empty: any
 * @param attributes its attributes
 * @param builtIn whether it ships with Tarn
 * @param version counts the type's changes, from 1
 */
public record RelationshipType(
    String name,
    String inverseName,
    String description,
    List<String> sourceTypes,
    List<String> targetTypes,
    List<AttributeDefinition> attributes,
    boolean builtIn,
    long version)
    implements Entity {

  public RelationshipType {
    TypeNames.check(name);
    TypeNames.check(inverseName);
    sourceTypes = List.copyOf(sourceTypes);
    targetTypes = List.copyOf(targetTypes);
    attributes = TypeNames.distinct(attributes);
  }

  /** Returns the attribute of this name. */
  public Optional<AttributeDefinition> attribute(String attributeName) {
    return TypeNames.find(attributes, attributeName);
  }

  @Override
  public EntityKind kind() {
    return EntityKind.RELATIONSHIP_TYPE;
  }

  @Override
  public String key() {
    return name;
  }
}
