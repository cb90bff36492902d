package dev.tarn.iceberg.history;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What changed between the state tables of a commit and the commit: of each asset and relationship
 * the last state, by id.
 */
record Overlay(Map<String, Asset> assets, Map<String, Relationship> relationships) {

  static Overlay read(ChangeScan changes, long afterSeq, long toSeq) throws IOException {
    Map<String, LogEntry> newest = new HashMap<>();
    changes.range(
        afterSeq,
        toSeq,
        entry -> {
          if (entry.kind() == EntityKind.ASSET || entry.kind() == EntityKind.RELATIONSHIP) {
            newest.merge(
                entry.kind().code() + '/' + entry.key(),
                entry,
                (one, other) -> one.seq() > other.seq() ? one : other);
          }
        });
    Map<String, Asset> assets = new HashMap<>();
    Map<String, Relationship> relationships = new HashMap<>();
    for (LogEntry entry : newest.values()) {
      if (entry.after() instanceof Asset asset) {
        assets.put(entry.key(), asset);
      } else if (entry.after() instanceof Relationship edge) {
        relationships.put(entry.key(), edge);
      }
    }
    return new Overlay(assets, relationships);
  }

  int size() {
    return assets.size() + relationships.size();
  }
}
