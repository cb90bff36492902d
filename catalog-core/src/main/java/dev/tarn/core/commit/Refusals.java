package dev.tarn.core.commit;

import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Refusals that several kinds of change share. */
final class Refusals {
  private Refusals() {}

  static CatalogException notFound(AssetLocator locator) {
    return new CatalogException(
        ErrorCode.ASSET_NOT_FOUND, "there is no asset " + References.clip(locator));
  }

  static CatalogException managed(String type) {
    return CatalogException.ofField(
        ErrorCode.READ_ONLY_FIELD,
        "type",
        "only the catalog itself makes, changes and deletes a "
            + type
            + "; people may describe, own and classify it");
  }

  static CatalogException unknownType(String kind, String name) {
    return CatalogException.ofField(
        ErrorCode.UNKNOWN_TYPE, "type", "there is no " + kind + " " + References.clip(name));
  }

  /**
   * Refuses a change that was made for another version.
   *
   * @param expected null for any
   * @param current 0 for what does not exist
   */
  static void checkVersion(@Nullable Long expected, long current) {
    if (expected != null && expected != current) {
      throw CatalogException.versionConflict(expected, current);
    }
  }
}
