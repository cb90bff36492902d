package dev.tarn.rest.asset;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.rest.request.BranchView;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what query parameters say of assets: an id, or {@code type:qualifiedName}. */
public final class Locators {
  private Locators() {}

  /**
   * Returns the id of the asset that a filter names; null where there is no filter.
   *
   * @throws CatalogException {@code invalid-reference}; {@code reference-not-found} for a name that
   *     no asset has
   */
  public static @Nullable AssetId filter(BranchView view, String parameter, @Nullable String text)
      throws IOException {
    if (text == null) {
      return null;
    }
    AssetLocator locator;
    try {
      locator = AssetLocator.parse(text);
    } catch (CatalogException e) {
      throw CatalogException.ofField(e.code(), parameter, e.getMessage());
    }
    return switch (locator) {
      case AssetLocator.ById byId -> byId.id();
      case AssetLocator.ByName byName ->
          view.assetNamed(byName.type(), byName.qualifiedName())
              .orElseThrow(
                  () ->
                      CatalogException.ofField(
                          ErrorCode.REFERENCE_NOT_FOUND, parameter, "no asset has this name"))
              .id();
    };
  }
}
