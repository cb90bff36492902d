package dev.tarn.core.state;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The whole state of a branch at one commit, tombstones included: what an index is built from, and
 * compared with. Each method can be called more than once and reads everything again; memory does
 * not grow with the size of the catalog.
 */
public interface StateSource {
  /** Returns the commit of the state; seq 0 if there is nothing. */
  CommitId commit();

  /** Returns the id of the group that the commit's last entry belongs to; empty if none. */
  String groupId();

  /**
   * Reads each asset and each tombstone once, in no order.
   *
   * @param threads how many read at once
   * @param consumer called by so many threads at once; what it throws ends the reading, and is
   *     thrown
   * @throws IOException if something cannot be read, or the thread is interrupted
   */
  void assets(int threads, Consumer<Asset> consumer) throws IOException;

  /** Reads the ids of what {@link #assets} reads, and nothing else of it. */
  default void assetIds(int threads, Consumer<AssetId> consumer) throws IOException {
    assets(threads, asset -> consumer.accept(asset.id()));
  }

  /** Reads the ids of the parents and the names of the live columns, and nothing else of them. */
  void columnNames(int threads, ColumnNames consumer) throws IOException;

  /** Reads each relationship and each tombstone once, as {@link #assets} does. */
  void relationships(int threads, Consumer<Relationship> consumer) throws IOException;

  /** Reads the ids of what {@link #relationships} reads, and nothing else of it. */
  default void relationshipIds(int threads, Consumer<RelationshipId> consumer) throws IOException {
    relationships(threads, edge -> consumer.accept(edge.id()));
  }

  /** Returns the asset types that are not built in, or differ from the built-in ones. */
  List<AssetType> assetTypes() throws IOException;

  /** Returns the relationship types that are not built in, or differ from the built-in ones. */
  List<RelationshipType> relationshipTypes() throws IOException;

  /**
   * Reads, in their order, the entries of keyed requests that {@link StateReader#outcomes} must
   * know: at least those of the last {@link StateIndex#IDEMPOTENCY_RETENTION} before the commit.
   */
  void keyedEntries(Consumer<LogEntry> consumer) throws IOException;

  /** Takes the columns of tables. */
  @FunctionalInterface
  interface ColumnNames {
    /**
     * @param parentId of the asset that has the column
     */
    void column(String parentId, String name);
  }
}
