package dev.tarn.core.history;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Version history, and the state of a branch as of a commit, tag or time, from its tables. */
public interface HistoryReader {
  /**
   * Returns the commit that a point in time names on this branch.
   *
   * @throws dev.tarn.core.error.CatalogException {@code commit-not-found}
   */
  CommitId resolve(PointInTime at) throws IOException;

  /**
   * Returns the commit that made an entry of the log visible: with it, or with more after it.
   *
   * @param seq from 0, which is the commit that began the log
   * @throws IOException if the log does not reach so far
   */
  CommitId commitOf(long seq) throws IOException;

  /**
   * Returns the newest commit of this branch that a commit of the tenant is, or comes after.
   *
   * @param other of any branch, be it deleted
   * @param afterSeq older ones are not looked for
   * @return empty if there is none, or the other one is not known any more
   */
  Optional<CommitId> newestBefore(CommitId other, long afterSeq) throws IOException;

  /** Returns the asset at the commit; empty if it did not exist, or was deleted, then. */
  Optional<Asset> asset(AssetId id, CommitId at) throws IOException;

  /** Returns the asset that had this type and qualified name at the commit. */
  Optional<Asset> assetNamed(String type, String qualifiedName, CommitId at) throws IOException;

  /** Returns a page of the assets at the commit, ordered as the current list is. */
  Page<Asset> list(AssetQuery query, CommitId at) throws IOException;

  /** Returns a page of the relationships at the commit. */
  Page<Relationship> list(RelationshipQuery query, CommitId at) throws IOException;

  /**
   * Returns the changes of one entity, newest first.
   *
   * @param upTo not newer than this commit
   * @param beforeSeq only entries with a smaller sequence number; null for the newest
   * @param limit 1 to 1,000
   */
  List<LogEntry> history(
      EntityKind kind, String key, CommitId upTo, @Nullable Long beforeSeq, int limit)
      throws IOException;
}
