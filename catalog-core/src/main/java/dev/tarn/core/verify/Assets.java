package dev.tarn.core.verify;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Assets, as they are compared. */
record Assets(StateSource source, int threads) implements KindComparison.Access<Asset, AssetId> {
  @Override
  public String kind() {
    return EntityKind.ASSET.code();
  }

  @Override
  public AssetId id(Asset asset) {
    return asset.id();
  }

  @Override
  public String text(AssetId id) {
    return id.value();
  }

  @Override
  public String name(Asset asset) {
    return asset.type() + ' ' + asset.qualifiedName();
  }

  @Override
  public boolean isDeleted(Asset asset) {
    return asset.isDeleted();
  }

  @Override
  public long seq(Asset asset) {
    return asset.seq();
  }

  @Override
  public String countedAs(Asset asset) {
    return asset.type();
  }

  @Override
  public Map<AssetId, Asset> find(StateSnapshot view, Collection<AssetId> ids) throws IOException {
    return view.assets(ids);
  }

  @Override
  public Map<String, Long> counts(StateSnapshot view) throws IOException {
    return view.assetCounts();
  }

  @Override
  public void indexIds(StateSnapshot view, Consumer<AssetId> consumer) throws IOException {
    view.assetIds(consumer);
  }

  @Override
  public List<Asset> deleted(StateSnapshot view, long fromSeq, long toSeq, int limit)
      throws IOException {
    return view.deletedAssets(fromSeq, toSeq, limit);
  }

  @Override
  public void tables(Consumer<Asset> consumer) throws IOException {
    source.assets(threads, consumer);
  }

  @Override
  public void tableIds(Consumer<AssetId> consumer) throws IOException {
    source.assetIds(1, consumer);
  }
}
