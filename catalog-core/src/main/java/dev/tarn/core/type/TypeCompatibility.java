package dev.tarn.core.type;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a type may become another: everything that was valid must stay valid. */
public final class TypeCompatibility {
  private TypeCompatibility() {}

  /**
   * Returns the next version of an asset type.
   *
   * @param current null for a new type
   * @param wanted attributes of a built-in type that it leaves out are kept
   * @throws CatalogException {@code incompatible-type-change}
   */
  public static AssetType evolve(@Nullable AssetType current, AssetType wanted) {
    if (current == null) {
      return new AssetType(
          wanted.name(), wanted.description(), wanted.parentTypes(), wanted.attributes(), false, 1);
    }
    checkNotNarrowed("parentTypes", current.parentTypes(), wanted.parentTypes());
    return new AssetType(
        wanted.name(),
        wanted.description(),
        current.builtIn() ? current.parentTypes() : wanted.parentTypes(),
        attributes(current.attributes(), wanted.attributes(), current.builtIn()),
        current.builtIn(),
        current.version() + 1);
  }

  /** Returns the next version of a relationship type, as {@link #evolve(AssetType, AssetType)}. */
  public static RelationshipType evolve(
      @Nullable RelationshipType current, RelationshipType wanted) {
    if (current == null) {
      return new RelationshipType(
          wanted.name(),
          wanted.inverseName(),
          wanted.description(),
          wanted.sourceTypes(),
          wanted.targetTypes(),
          wanted.attributes(),
          false,
          1);
    }
    checkNotNarrowed("sourceTypes", current.sourceTypes(), wanted.sourceTypes());
    checkNotNarrowed("targetTypes", current.targetTypes(), wanted.targetTypes());
    return new RelationshipType(
        wanted.name(),
        wanted.inverseName(),
        wanted.description(),
        wanted.sourceTypes(),
        wanted.targetTypes(),
        attributes(current.attributes(), wanted.attributes(), current.builtIn()),
        current.builtIn(),
        current.version() + 1);
  }

  /** An empty list allows everything. */
  private static void checkNotNarrowed(String field, List<String> current, List<String> wanted) {
    if (!wanted.isEmpty() && (current.isEmpty() || !Set.copyOf(wanted).containsAll(current))) {
      throw incompatible(field, "fewer types would be allowed than before");
    }
  }

  private static List<AttributeDefinition> attributes(
      List<AttributeDefinition> current, List<AttributeDefinition> wanted, boolean keepMissing) {
    List<AttributeDefinition> result = new ArrayList<>();
    for (AttributeDefinition old : current) {
      AttributeDefinition now = TypeNames.find(wanted, old.name()).orElse(null);
      if (now == null) {
        if (!keepMissing) {
          throw incompatible("attributes." + old.name(), "an attribute cannot be removed");
        }
        result.add(old);
      } else {
        check(old, now);
        result.add(now);
      }
    }
    for (AttributeDefinition added : wanted) {
      if (TypeNames.find(current, added.name()).isEmpty()) {
        if (added.required()) {
          throw incompatible(
              "attributes." + added.name(), "an attribute that is added cannot be required");
        }
        result.add(added);
      }
    }
    return result;
  }

  private static void check(AttributeDefinition old, AttributeDefinition now) {
    String field = "attributes." + old.name();
    if (old.kind() != now.kind() || old.elementKind() != now.elementKind()) {
      throw incompatible(field, "the kind cannot change");
    }
    if (now.required() && !old.required()) {
      throw incompatible(field, "an optional attribute cannot become required");
    }
    if (!Set.copyOf(now.enumValues()).containsAll(old.enumValues())) {
      throw incompatible(field, "values of an enum cannot be removed");
    }
    if (narrower(now.minimum(), old.minimum(), 1) || narrower(now.maximum(), old.maximum(), -1)) {
      throw incompatible(field, "the range cannot become narrower");
    }
    Integer length = now.maxLength();
    Integer oldLength = old.maxLength();
    if (length != null && (oldLength == null || length < oldLength)) {
      throw incompatible(field, "the length cannot become shorter");
    }
  }

  private static boolean narrower(@Nullable Double now, @Nullable Double old, int sign) {
    return now != null && (old == null || sign * Double.compare(now, old) > 0);
  }

  private static CatalogException incompatible(String field, String message) {
    return CatalogException.ofField(ErrorCode.INCOMPATIBLE_TYPE_CHANGE, field, message);
  }
}
