package dev.tarn.core.asset;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;

/**
 * An asset's identity: 32 lower-case hexadecimal digits, the first 128 bits of SHA-256 over type
 * and qualified name (see {@link #derive}). It stays when the asset is renamed.
 */
public record AssetId(String value) implements Comparable<AssetId> {
  public AssetId {
    if (!Identity.isId(value)) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REFERENCE, "id", "an asset id is 32 lower-case hexadecimal digits");
    }
  }

  /**
   * Returns the id of the first asset that had this type and qualified name.
   *
   * <p>SHA-256 over UTF-8 {@code type 0x00 qualifiedName}, cut to 16 bytes. A batch job that
   * derives it agrees with the online path.
   */
  public static AssetId derive(String type, String qualifiedName) {
    return new AssetId(Identity.hash(type, qualifiedName));
  }

  /**
   * Returns the id for a name whose first owner was renamed away: {@code generation} counts from 1,
   * and 0 is {@link #derive(String, String)}.
   */
  public static AssetId derive(String type, String qualifiedName, int generation) {
    return generation == 0
        ? derive(type, qualifiedName)
        : new AssetId(Identity.hash(type, qualifiedName, Integer.toString(generation)));
  }

  /** Returns true if the text has the form of an id. */
  public static boolean isId(String text) {
    return Identity.isId(text);
  }

  @Override
  public int compareTo(AssetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
