package dev.tarn.core.state;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;
import java.util.Map;

/** A consistent view of the state at one commit. Close it soon: it holds index files open. */
public interface StateSnapshot extends StateReader, AutoCloseable {
  /** Returns the commit that the view reflects. */
  CommitId commit();

  /**
   * Returns a page of live assets, ordered by qualified name ({@link AssetQuery#NAME_ORDER}), then
   * id.
   *
   * @throws dev.tarn.core.error.CatalogException {@code invalid-request} for a cursor of no such
   *     list
   */
  Page<Asset> list(AssetQuery query) throws IOException;

  /** Returns a page of live relationships, ordered by type, then id. */
  Page<Relationship> list(RelationshipQuery query) throws IOException;

  /** Returns the number of live assets by type name. */
  Map<String, Long> assetCounts() throws IOException;

  /** Returns the number of live relationships. */
  long relationshipCount() throws IOException;

  @Override
  void close();
}
