package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source that hands over other assets than it has. */
record LossySource(StateSource source, Function<Asset, @Nullable Asset> change)
    implements StateSource {
  static Asset renamed(Asset asset) {
    return asset.placed(asset.qualifiedName(), asset.name() + " of another", asset.parentId());
  }

  @Override
  public CommitId commit() {
    return source.commit();
  }

  @Override
  public String groupId() {
    return source.groupId();
  }

  @Override
  public void assets(int threads, Consumer<Asset> consumer) throws IOException {
    source.assets(
        threads,
        asset -> {
          Asset changed = change.apply(asset);
          if (changed != null) {
            consumer.accept(changed);
          }
        });
  }

  @Override
  public void columnNames(int threads, ColumnNames consumer) throws IOException {
    source.columnNames(threads, consumer);
  }

  @Override
  public void relationships(int threads, Consumer<Relationship> consumer) throws IOException {
    source.relationships(threads, consumer);
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    return source.assetTypes();
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    return source.relationshipTypes();
  }

  @Override
  public void keyedEntries(Consumer<LogEntry> consumer) throws IOException {
    source.keyedEntries(consumer);
  }
}
