package dev.tarn.core.commit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.AssetLocator;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.StateReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the assets that requests name. */
final class References {
  private final StateReader state;

  References(StateReader state) {
    this.state = state;
  }

  /** Returns the asset, live or a tombstone. A name finds a tombstone if the name is free. */
  Optional<Asset> find(AssetLocator locator) throws IOException {
    return switch (locator) {
      case AssetLocator.ById byId -> state.asset(byId.id());
      case AssetLocator.ByName byName -> byName(byName.type(), byName.qualifiedName());
    };
  }

  Optional<Asset> findLive(AssetLocator locator) throws IOException {
    return find(locator).filter(asset -> !asset.isDeleted());
  }

  /** Refuses a name that another live asset of the type has. */
  void checkNameFree(String type, String qualifiedName, AssetId id) throws IOException {
    Optional<Asset> taken = findLive(new AssetLocator.ByName(type, qualifiedName));
    if (taken.isPresent() && !taken.get().id().equals(id)) {
      throw CatalogException.ofField(
          ErrorCode.NAME_TAKEN, "qualifiedName", "another " + type + " has this name");
    }
  }

  private Optional<Asset> byName(String type, String qualifiedName) throws IOException {
    // Nearly every asset still has the name that its id derives from, so one look-up by id does.
    AssetId derived = AssetId.derive(type, qualifiedName);
    Asset first = state.asset(derived).orElse(null);
    if (first != null && !first.isDeleted() && first.qualifiedName().equals(qualifiedName)) {
      return Optional.of(first);
    }
    Optional<Asset> named = state.assetNamed(type, qualifiedName);
    return named.isPresent()
        ? named
        : Optional.ofNullable(first).filter(asset -> asset.qualifiedName().equals(qualifiedName));
  }

  /**
   * Returns the live asset that a field's value names.
   *
   * @param allowedTypes empty: any; with exactly one, a bare name means that type
   * @param missing the code if there is no such asset
   */
  Asset resolve(String field, Object value, List<String> allowedTypes, ErrorCode missing)
      throws IOException {
    AssetLocator locator = locator(field, value, allowedTypes);
    Asset asset =
        findLive(locator)
            .orElseThrow(
                () ->
                    CatalogException.ofField(missing, field, "there is no asset " + clip(locator)));
    if (!allowedTypes.isEmpty() && !allowedTypes.contains(asset.type())) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REFERENCE,
          field,
          "expected one of " + allowedTypes + " but " + clip(locator) + " is a " + asset.type());
    }
    return asset;
  }

  private static AssetLocator locator(String field, Object value, List<String> allowedTypes) {
    return switch (value) {
      case AssetId id -> new AssetLocator.ById(id);
      case AssetLocator locator -> locator;
      case String text -> parse(field, text, allowedTypes);
      case Map<?, ?> map -> {
        if (map.get("id") instanceof String id) {
          yield parse(field + ".id", id, List.of());
        }
        if (map.get("type") instanceof String type
            && map.get("qualifiedName") instanceof String name) {
          yield new AssetLocator.ByName(type, name);
        }
        throw CatalogException.ofField(
            ErrorCode.INVALID_REFERENCE, field, "a reference has an id, or type and qualifiedName");
      }
      default -> throw AttributeValues.wrongKind(field, "a reference", value);
    };
  }

  private static AssetLocator parse(String field, String text, List<String> allowedTypes) {
    if (AssetId.isId(text)) {
      return new AssetLocator.ById(new AssetId(text));
    }
    int colon = text.indexOf(':');
    boolean typed = colon > 0 && colon < text.length() - 1;
    if (typed && (allowedTypes.size() != 1 || allowedTypes.contains(text.substring(0, colon)))) {
      return new AssetLocator.ByName(text.substring(0, colon), text.substring(colon + 1));
    }
    if (allowedTypes.size() == 1 && !text.isBlank()) {
      return new AssetLocator.ByName(allowedTypes.getFirst(), text);
    }
    throw CatalogException.ofField(
        ErrorCode.INVALID_REFERENCE, field, "an asset is named by its id or by type:qualifiedName");
  }

  static String clip(Object text) {
    String whole = text.toString();
    return whole.length() <= 200 ? whole : whole.substring(0, 200) + "…";
  }
}
