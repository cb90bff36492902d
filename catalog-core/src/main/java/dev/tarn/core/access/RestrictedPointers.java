package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.EntryNames;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.PointerSnapshot;
import dev.tarn.core.table.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a branch whose assets are shown. Tarn's own tables have all assets in them, and are
 * no assets: they are not there. What is in a table's files cannot be shown in part: a table with a
 * column that is hidden is refused.
 */
public final class RestrictedPointers implements PointerSnapshot {
  private final PointerSnapshot pointers;
  private final ShownAssets assets;

  /** The assets of the same state as the pointers. */
  public interface ShownAssets {
    /** Returns the asset of this name, if it is shown. */
    Optional<Asset> named(String type, String qualifiedName) throws IOException;

    /** Returns whether all columns of an asset are shown. */
    boolean showsColumnsOf(AssetId asset) throws IOException;
  }

  public RestrictedPointers(PointerSnapshot pointers, ShownAssets assets) {
    this.pointers = pointers;
    this.assets = assets;
  }

  @Override
  public CommitId commit() {
    return pointers.commit();
  }

  /**
   * {@inheritDoc}
   *
   * @throws CatalogException {@code permission-denied} for a table or view with a hidden column
   */
  @Override
  public Map<TableName, Pointer> find(Collection<TableName> names) throws IOException {
    Map<TableName, Pointer> shown = new HashMap<>();
    for (Map.Entry<TableName, Pointer> entry : pointers.find(names).entrySet()) {
      PointerKind kind = entry.getValue().kind();
      Optional<Asset> asset = asset(entry.getKey(), kind);
      if (asset.isEmpty()) {
        continue;
      }
      if (kind != PointerKind.NAMESPACE && !assets.showsColumnsOf(asset.get().id())) {
        throw new CatalogException(
            ErrorCode.PERMISSION_DENIED, "columns of " + entry.getKey() + " are hidden from you");
      }
      shown.put(entry.getKey(), entry.getValue());
    }
    return shown;
  }

  private Optional<Asset> asset(TableName name, PointerKind kind) throws IOException {
    return assets.named(EntryNames.type(kind), EntryNames.qualifiedName(name));
  }

  @Override
  public Page<PointerEntry> list(PointerQuery query) throws IOException {
    List<PointerEntry> shown = new ArrayList<>();
    String cursor = query.cursor();
    do {
      Page<PointerEntry> page =
          pointers.list(
              new PointerQuery(
                  query.namespace(), query.kinds(), cursor, query.limit() - shown.size()));
      for (PointerEntry entry : page.items()) {
        if (asset(entry.name(), entry.kind()).isPresent()) {
          shown.add(entry);
        }
      }
      cursor = page.next();
    } while (cursor != null && shown.size() < query.limit());
    return new Page<>(shown, cursor);
  }
}
