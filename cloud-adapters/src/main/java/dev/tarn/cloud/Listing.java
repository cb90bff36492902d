package dev.tarn.cloud;

import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Storages that list what they have. */
final class Listing {
  private Listing() {}

  /**
   * Returns a storage as one that lists.
   *
   * @throws UnsupportedOperationException if it does not
   */
  static SupportsPrefixOperations of(FileIO storage, String location) {
    if (storage instanceof SupportsPrefixOperations listing) {
      return listing;
    }
    throw new UnsupportedOperationException("the storage of " + location + " has no listing");
  }
}
