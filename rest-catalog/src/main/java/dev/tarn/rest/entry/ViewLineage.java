package dev.tarn.rest.entry;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.change.Change;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.TableName;
import dev.tarn.core.type.BuiltInTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Lineage of views, from their SQL: an edge from each table and view of this catalog that a view
 * reads.
 *
 * @param catalogName by which the engine knows this catalog
 * @param pointers gives what a name stands for
 */
public record ViewLineage(String catalogName, Function<TableName, Optional<Pointer>> pointers) {
  /**
   * Returns what the next version of a view changes.
   *
   * @param before the version before; null for the first
   */
  public List<Change> changes(TableName view, @Nullable ViewMetadata before, ViewMetadata after) {
    AssetLocator target = EntryNames.locator(EntryNames.VIEW, view);
    Set<AssetLocator> now = sources(after);
    now.remove(target);
    Set<AssetLocator> gone = before == null ? new LinkedHashSet<>() : sources(before);
    gone.remove(target);
    gone.removeAll(now);
    List<Change> changes = new ArrayList<>();
    for (AssetLocator source : gone) {
      // It may be gone already: to remove what is not there is refused.
      changes.add(put(source, target));
      changes.add(new Change.RemoveRelationship(BuiltInTypes.LINEAGE, source, target, null));
    }
    now.forEach(source -> changes.add(put(source, target)));
    return changes;
  }

  private static Change put(AssetLocator source, AssetLocator target) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("transformationType", "view");
    return new Change.PutRelationship(BuiltInTypes.LINEAGE, source, target, attributes, null);
  }

  private Set<AssetLocator> sources(ViewMetadata view) {
    Set<AssetLocator> sources = new LinkedHashSet<>();
    view.currentVersion().representations().stream()
        .filter(SQLViewRepresentation.class::isInstance)
        .map(SQLViewRepresentation.class::cast)
        .flatMap(sql -> ViewSql.sources(sql.sql()).stream())
        .distinct()
        .flatMap(parts -> source(view, parts).stream())
        .forEach(sources::add);
    return sources;
  }

  /** Returns the asset that a name in a query stands for, if it is one of this catalog. */
  private Optional<AssetLocator> source(ViewMetadata view, List<String> parts) {
    return names(view, parts)
        .flatMap(name -> Stream.of(name, lower(name)))
        .distinct()
        .filter(name -> name.size() > 1 && name.size() <= TableName.MAX_LEVELS)
        .map(TableName::new)
        .filter(name -> !name.isReserved())
        .flatMap(name -> pointers.apply(name).flatMap(found -> locator(name, found)).stream())
        .findFirst();
  }

  /** Returns what a name may mean, the likeliest first. */
  private Stream<List<String>> names(ViewMetadata view, List<String> parts) {
    if (parts.size() == 1) {
      List<String> name = new ArrayList<>();
      name.addAll(List.of(view.currentVersion().defaultNamespace().levels()));
      name.addAll(parts);
      return Stream.of(name);
    }
    boolean namesCatalog =
        parts.size() > 2
            && (parts.getFirst().equalsIgnoreCase(catalogName)
                || parts.getFirst().equalsIgnoreCase(view.currentVersion().defaultCatalog()));
    List<String> inCatalog = namesCatalog ? parts.subList(1, parts.size()) : parts;
    return Stream.of(inCatalog, dotted(inCatalog));
  }

  /** Trino writes nested namespaces as one name with dots. */
  private static List<String> dotted(List<String> parts) {
    List<String> name = new ArrayList<>();
    parts.subList(0, parts.size() - 1).forEach(part -> name.addAll(List.of(part.split("\\.", -1))));
    name.add(parts.getLast());
    return name.stream().anyMatch(String::isEmpty) ? parts : name;
  }

  private static List<String> lower(List<String> parts) {
    return parts.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
  }

  private static Optional<AssetLocator> locator(TableName name, Pointer pointer) {
    return switch (pointer) {
      case Pointer.Table table -> Optional.of(EntryNames.locator(EntryNames.TABLE, name));
      case Pointer.View view -> Optional.of(EntryNames.locator(EntryNames.VIEW, name));
      case Pointer.Namespace namespace -> Optional.empty();
    };
  }
}
