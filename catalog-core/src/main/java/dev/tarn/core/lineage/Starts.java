package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk begins.
 *
 * @param left what is left out of the columns of the asset
 */
record Starts(List<AssetId> ids, @Nullable Truncation left) {
  private static final String COLUMN = "column";

  Starts {
    ids = List.copyOf(ids);
  }

  static Starts of(LineageState state, LineageQuery query, @Nullable LineageCursor cursor)
      throws IOException {
    if (cursor instanceof LineageCursor.Neighbours here) {
      return new Starts(List.of(here.node()), null);
    }
    if (query.level() == LineageLevel.ASSET || isColumn(state, query.asset())) {
      return new Starts(List.of(query.asset()), null);
    }
    int limit = Math.min(query.fanOut(), query.nodes());
    String from = cursor instanceof LineageCursor.Columns columns ? columns.list() : null;
    List<AssetId> ids = new ArrayList<>();
    String rest = columns(state, query.asset(), from, limit, ids);
    if (rest == null) {
      return new Starts(ids, null);
    }
    List<AssetId> others = new ArrayList<>();
    columns(state, query.asset(), rest, Integer.MAX_VALUE, others);
    Truncation left =
        new Truncation(
            query.direction().flows().getFirst(),
            limit == query.fanOut() ? Truncation.Reason.FAN_OUT : Truncation.Reason.NODES,
            others.size(),
            new LineageCursor.Columns(rest).write(query));
    return new Starts(ids, left);
  }

  static List<AssetId> all(LineageState state, AssetId asset, LineageLevel level)
      throws IOException {
    if (level == LineageLevel.ASSET || isColumn(state, asset)) {
      return List.of(asset);
    }
    List<AssetId> ids = new ArrayList<>();
    columns(state, asset, null, Integer.MAX_VALUE, ids);
    return ids;
  }

  private static boolean isColumn(LineageState state, AssetId id) throws IOException {
    Asset asset = state.assets(List.of(id)).get(id);
    return asset != null && asset.type().equals(COLUMN);
  }

  /** Adds columns by name, and returns the cursor of those that are left. */
  private static @Nullable String columns(
      LineageState state, AssetId table, @Nullable String from, int limit, List<AssetId> into)
      throws IOException {
    String cursor = from;
    do {
      int size = Math.min(AssetQuery.MAX_LIMIT, limit - into.size());
      Page<Asset> page = state.list(AssetQuery.childrenOf(table, COLUMN, cursor, size));
      page.items().forEach(column -> into.add(column.id()));
      cursor = page.next();
    } while (cursor != null && into.size() < limit);
    return cursor;
  }
}
