package dev.tarn.core.state;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.scope.CommitId;
import java.io.IOException;

/** A consistent view of the state at one commit. Close it soon: it holds index files open. */
public interface StateSnapshot extends StateReader, AutoCloseable {
  /** Returns the commit that the view reflects. */
  CommitId commit();

  /** Returns a page of live assets, ordered by qualified name, then id. */
  Page<Asset> list(AssetQuery query) throws IOException;

  /** Returns a page of live relationships, ordered by type, then id. */
  Page<Relationship> list(RelationshipQuery query) throws IOException;

  /** Returns the number of live assets by type name. */
  java.util.Map<String, Long> assetCounts() throws IOException;

  /** Returns the number of live relationships. */
  long relationshipCount() throws IOException;

  @Override
  void close();
}
