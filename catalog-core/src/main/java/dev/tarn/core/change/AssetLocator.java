package dev.tarn.core.change;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;

/** How a request names an asset. */
public sealed interface AssetLocator {
  /** By id. */
  record ById(AssetId id) implements AssetLocator {
    @Override
    public String toString() {
      return id.value();
    }
  }

  /** By type and current qualified name. */
  record ByName(String type, String qualifiedName) implements AssetLocator {
    @Override
    public String toString() {
      return type + ":" + qualifiedName;
    }
  }

  /**
   * Reads an id or {@code type:qualifiedName}.
   *
   * @throws CatalogException {@code invalid-reference} if the text is neither
   */
  static AssetLocator parse(String text) {
    if (AssetId.isId(text)) {
      return new ById(new AssetId(text));
    }
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw new CatalogException(
          ErrorCode.INVALID_REFERENCE, "an asset is named by its id or by type:qualifiedName");
    }
    return new ByName(text.substring(0, colon), text.substring(colon + 1));
  }
}
