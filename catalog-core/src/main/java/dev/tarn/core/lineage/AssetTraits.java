package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What assets are grouped by.
 *
 * @param owners each once
 */
public record AssetTraits(
    String type,
    List<AssetId> owners,
    @Nullable AssetId domainId,
    @Nullable AssetId workspaceId,
    @Nullable String platform) {
  public AssetTraits {
    owners = List.copyOf(owners);
  }

  /** Returns the traits of an asset. */
  public static AssetTraits of(Asset asset) {
    return new AssetTraits(
        asset.type(),
        // One owner may be there under several kinds.
        asset.owners().stream().map(Owner::id).distinct().toList(),
        asset.domainId(),
        asset.workspaceId(),
        asset.platform());
  }
}
