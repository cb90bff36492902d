package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of lists and sets of entities is shown. Pages are full as long as there is more. */
final class Visibility {
  private Visibility() {}

  /** Reads a page of a list. */
  @FunctionalInterface
  interface Pages<Q, T> {
    Page<T> read(Q query) throws IOException;
  }

  /** Reads those of the assets that are shown. */
  @FunctionalInterface
  interface ShownAssets {
    Map<AssetId, Asset> of(Collection<AssetId> ids) throws IOException;
  }

  static Map<AssetId, Asset> shown(AssetAccess access, Map<AssetId, Asset> assets) {
    Map<AssetId, Asset> shown = new HashMap<>();
    assets.forEach(
        (id, asset) -> {
          if (!asset.isDeleted() && access.shows(asset)) {
            shown.put(id, access.masked(asset));
          }
        });
    return shown;
  }

  /** Returns those of which both ends are shown, in their order. */
  static List<Relationship> shown(Collection<Relationship> edges, ShownAssets assets)
      throws IOException {
    Set<AssetId> ends = new LinkedHashSet<>();
    for (Relationship edge : edges) {
      ends.add(edge.sourceId());
      ends.add(edge.targetId());
    }
    Set<AssetId> shown = assets.of(ends).keySet();
    return edges.stream()
        .filter(edge -> shown.contains(edge.sourceId()) && shown.contains(edge.targetId()))
        .toList();
  }

  /**
   * Returns a page of what is shown. What a query asks of a field that is hidden of an asset, the
   * asset does not have.
   */
  static Page<Asset> assets(AssetAccess access, AssetQuery query, Pages<AssetQuery, Asset> pages)
      throws IOException {
    return page(
        query.cursor(),
        query.limit(),
        (cursor, limit) -> pages.read(query.after(cursor).limitedTo(limit)),
        assets ->
            assets.stream()
                .filter(access::shows)
                .map(access::masked)
                .filter(asset -> matches(query, asset))
                .toList());
  }

  static Page<Relationship> relationships(
      RelationshipQuery query, Pages<RelationshipQuery, Relationship> pages, ShownAssets assets)
      throws IOException {
    return page(
        query.cursor(),
        query.limit(),
        (cursor, limit) -> pages.read(query.after(cursor).limitedTo(limit)),
        edges -> shown(edges, assets));
  }

  /** Keeps what is shown of a page. */
  @FunctionalInterface
  private interface Filter<T> {
    List<T> keep(List<T> items) throws IOException;
  }

  /** Reads a part of the list beneath. */
  @FunctionalInterface
  private interface Parts<T> {
    Page<T> read(@Nullable String cursor, int limit) throws IOException;
  }

  /** Each part that is read is as long as what is missing: so it ends where the page does. */
  private static <T> Page<T> page(
      @Nullable String start, int limit, Parts<T> parts, Filter<T> filter) throws IOException {
    List<T> shown = new ArrayList<>();
    String cursor = start;
    do {
      Page<T> part = parts.read(cursor, limit - shown.size());
      shown.addAll(filter.keep(part.items()));
      cursor = part.next();
    } while (cursor != null && shown.size() < limit);
    return new Page<>(shown, cursor);
  }

  /** Returns whether an asset has what a query asks of fields that can be hidden. */
  private static boolean matches(AssetQuery query, Asset asset) {
    return (query.owner() == null
            || asset.owners().stream().anyMatch(owner -> owner.id().equals(query.owner())))
        && contains(asset.tags(), query.tag())
        && contains(asset.classifications(), query.classification())
        && contains(asset.terms(), query.term());
  }

  private static boolean contains(List<AssetId> values, @Nullable AssetId wanted) {
    return wanted == null || values.contains(wanted);
  }
}
