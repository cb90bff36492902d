package dev.tarn.core.policy;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field that conditions look at. Each has the values of an asset as texts: references are ids.
 */
public enum ConditionField {
  ID,
  TYPE,
  PLATFORM,
  WORKSPACE,
  DOMAIN,
  OWNER,
  TAG,
  CLASSIFICATION,
  TERM,
  STATUS;

  /** Returns the field's name in conditions, which is its name in searches. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the values are ids of assets. */
  public boolean isReference() {
    return switch (this) {
      case ID, WORKSPACE, DOMAIN, OWNER, TAG, CLASSIFICATION, TERM -> true;
      case TYPE, PLATFORM, STATUS -> false;
    };
  }

  /** Returns the values that an asset has. */
  public Collection<String> of(Asset asset) {
    return switch (this) {
      case ID -> List.of(asset.id().value());
      case TYPE -> List.of(asset.type());
      case PLATFORM -> asset.platform() == null ? List.of() : List.of(asset.platform());
      case WORKSPACE -> values(asset.workspaceId());
      case DOMAIN -> values(asset.domainId());
      case OWNER -> asset.owners().stream().map(owner -> owner.id().value()).toList();
      case TAG -> asset.tags().stream().map(AssetId::value).toList();
      case CLASSIFICATION -> asset.classifications().stream().map(AssetId::value).toList();
      case TERM -> asset.terms().stream().map(AssetId::value).toList();
      case STATUS -> List.of(asset.status().code());
    };
  }

  private static List<String> values(@Nullable AssetId id) {
    return id == null ? List.of() : List.of(id.value());
  }
}
