package dev.tarn.rest.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer says of an asset in it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamedAsset(
    String id,
    @Schema(example = "table") @Nullable String type,
    @Nullable String qualifiedName,
    @Nullable String name,
    @Nullable String displayName,
    @Nullable String platform) {
  static NamedAsset of(Asset asset) {
    return new NamedAsset(
        asset.id().value(),
        asset.type(),
        asset.qualifiedName(),
        asset.name(),
        asset.displayName(),
        asset.platform());
  }

  /** Of an asset that is not among the known, only the id is said. */
  static NamedAsset of(AssetId id, Map<AssetId, Asset> known) {
    Asset asset = known.get(id);
    return asset == null ? new NamedAsset(id.value(), null, null, null, null, null) : of(asset);
  }
}
