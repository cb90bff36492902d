package dev.tarn.iceberg.state;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.schema.AssetRows;
import dev.tarn.iceberg.schema.RelationshipRows;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;

/** What groups of changes come to: of each entity, its last state. */
record Batch(
    CommitId commit,
    String groupId,
    Map<String, Asset> assets,
    Map<String, Relationship> relationships,
    Map<String, LogEntry> types) {

  /**
   * @param groups at least one that ends after {@code afterSeq}
   * @param afterSeq entries up to here are left out
   */
  static Batch of(List<Group> groups, long afterSeq) {
    Map<String, Asset> assets = new LinkedHashMap<>();
    Map<String, Relationship> relationships = new LinkedHashMap<>();
    Map<String, LogEntry> types = new LinkedHashMap<>();
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        if (entry.seq() > afterSeq) {
          switch (entry.kind()) {
            case ASSET -> assets.put(entry.key(), (Asset) entry.after());
            case RELATIONSHIP -> relationships.put(entry.key(), (Relationship) entry.after());
            case ASSET_TYPE, RELATIONSHIP_TYPE ->
                types.put(entry.kind().code() + '/' + entry.key(), entry);
          }
        }
      }
    }
    Group last = groups.getLast();
    return new Batch(last.commit(), last.groupId(), assets, relationships, types);
  }

  Map<String, Record> assetRows() {
    Map<String, Record> rows = new LinkedHashMap<>();
    assets.forEach((id, asset) -> rows.put(id, AssetRows.write(asset)));
    return rows;
  }

  Map<String, Record> relationshipRows() {
    Map<String, Record> rows = new LinkedHashMap<>();
    relationships.forEach((id, edge) -> rows.put(id, RelationshipRows.write(edge)));
    return rows;
  }

  Collection<LogEntry> typeEntries() {
    return types.values();
  }
}
