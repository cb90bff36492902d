package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The state that a log in memory adds up to, as what an index is built from. */
public final class InMemorySource implements StateSource {
  private static final String COLUMN = "column";

  private final List<Group> groups;
  private final Map<String, Entity> entities = new LinkedHashMap<>();
  private final int failAfter;

  private InMemorySource(List<Group> groups, int failAfter) {
    this.groups = List.copyOf(groups);
    this.failAfter = failAfter;
    for (Group group : groups) {
      for (LogEntry entry : group.entries()) {
        entities.put(entry.kind() + " " + entry.key(), entry.after());
      }
    }
  }

  /** Returns the state after these groups, which are a log from its beginning. */
  public static InMemorySource of(List<Group> groups) {
    return new InMemorySource(groups, Integer.MAX_VALUE);
  }

  /** Returns the same source, except that each reading of the assets fails after so many. */
  public InMemorySource failingAfter(int assets) {
    return new InMemorySource(groups, assets);
  }

  @Override
  public CommitId commit() {
    return groups.isEmpty() ? CommitId.NOTHING : groups.getLast().commit();
  }

  @Override
  public String groupId() {
    return groups.isEmpty() ? "" : groups.getLast().groupId();
  }

  private <T extends Entity> List<T> all(Class<T> kind) {
    return entities.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void assets(int threads, Consumer<Asset> consumer) throws IOException {
    int count = 0;
    for (Asset asset : all(Asset.class)) {
      if (count == failAfter) {
        throw new IOException("the source fails after " + failAfter + " assets");
      }
      consumer.accept(asset);
      count++;
    }
  }

  @Override
  public void columnNames(int threads, ColumnNames consumer) {
    for (Asset asset : all(Asset.class)) {
      AssetId parent = asset.parentId();
      if (parent != null && !asset.isDeleted() && asset.type().equals(COLUMN)) {
        consumer.column(parent.value(), asset.name());
      }
    }
  }

  @Override
  public void relationships(int threads, Consumer<Relationship> consumer) {
    all(Relationship.class).forEach(consumer);
  }

  @Override
  public List<AssetType> assetTypes() {
    return all(AssetType.class);
  }

  @Override
  public List<RelationshipType> relationshipTypes() {
    return all(RelationshipType.class);
  }

  @Override
  public void keyedEntries(Consumer<LogEntry> consumer) {
    for (Group group : groups) {
      group.entries().stream().filter(entry -> entry.idempotencyKey() != null).forEach(consumer);
    }
  }
}
