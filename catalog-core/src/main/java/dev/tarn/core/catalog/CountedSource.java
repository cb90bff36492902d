package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A source that counts what is read from it, as an index counts what it has. */
final class CountedSource implements StateSource {
  private final StateSource source;
  private final Map<String, LongAdder> assets = new ConcurrentHashMap<>();
  private final LongAdder relationships = new LongAdder();

  CountedSource(StateSource source) {
    this.source = source;
  }

  /**
   * Compares the counts with an index that was built from this.
   *
   * @throws CatalogException {@code index-not-verified} if they differ
   */
  void compare(StateSnapshot built) throws IOException {
    Map<String, Long> read = new TreeMap<>();
    assets.forEach((type, count) -> read.put(type, count.sum()));
    Map<String, Long> indexed = new TreeMap<>(built.assetCounts());
    indexed.values().removeIf(count -> count == 0);
    if (!indexed.equals(read) || built.relationshipCount() != relationships.sum()) {
      throw new CatalogException(
          ErrorCode.INDEX_NOT_VERIFIED,
          "the tables have %s and %d relationships, the new index has %s and %d"
              .formatted(read, relationships.sum(), indexed, built.relationshipCount()));
    }
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
    assets.clear();
    source.assets(
        threads,
        asset -> {
          if (!asset.isDeleted()) {
            assets.computeIfAbsent(asset.type(), type -> new LongAdder()).increment();
          }
          consumer.accept(asset);
        });
  }

  @Override
  public void assetIds(int threads, Consumer<AssetId> consumer) throws IOException {
    source.assetIds(threads, consumer);
  }

  @Override
  public void columnNames(int threads, ColumnNames consumer) throws IOException {
    source.columnNames(threads, consumer);
  }

  @Override
  public void relationships(int threads, Consumer<Relationship> consumer) throws IOException {
    relationships.reset();
    source.relationships(
        threads,
        edge -> {
          if (!edge.deleted()) {
            relationships.increment();
          }
          consumer.accept(edge);
        });
  }

  @Override
  public void relationshipIds(int threads, Consumer<RelationshipId> consumer) throws IOException {
    source.relationshipIds(threads, consumer);
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
