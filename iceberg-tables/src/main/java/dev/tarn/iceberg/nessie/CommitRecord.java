package dev.tarn.iceberg.nessie;

import java.util.Map;

/** A commit in a reference's history. */
public record CommitRecord(String hash, Map<String, String> properties) {
  public CommitRecord {
    properties = Map.copyOf(properties);
  }
}
