package dev.tarn.core.asset;

/**
 * Who answers for an asset.
 *
 * @param id a user, team or role
 * @param kind how: {@code owner} where nothing else is said, {@code technical}, {@code business},
 *     {@code steward}, or a word of the tenant's own, in lower-case kebab form
 */
public record Owner(AssetId id, String kind) {
  /** The kind of an owner of whom nothing else is said. */
  public static final String DEFAULT_KIND = "owner";
}
