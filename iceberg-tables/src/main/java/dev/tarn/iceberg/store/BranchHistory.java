package dev.tarn.iceberg.store;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.iceberg.history.TableHistory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history of one branch and no other: Nessie answers for any hash that it has, also one of
 * another tenant, so each commit is looked up in this branch's own first.
 */
record BranchHistory(TableHistory tables, CommitResolver commits) implements HistoryReader {
  @Override
  public CommitId resolve(PointInTime at) throws IOException {
    return commits.resolve(at);
  }

  @Override
  public CommitId commitOf(long seq) throws IOException {
    return commits.covering(seq);
  }

  @Override
  public Optional<CommitId> newestBefore(CommitId other, long afterSeq) throws IOException {
    return commits.newestBefore(other, afterSeq);
  }

  @Override
  public Optional<Asset> asset(AssetId id, CommitId at) throws IOException {
    return tables.asset(id, commits.own(at));
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName, CommitId at)
      throws IOException {
    return tables.assetNamed(type, qualifiedName, commits.own(at));
  }

  @Override
  public Page<Asset> list(AssetQuery query, CommitId at) throws IOException {
    return tables.list(query, commits.own(at));
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query, CommitId at) throws IOException {
    return tables.list(query, commits.own(at));
  }

  @Override
  public List<LogEntry> history(
      EntityKind kind, String key, CommitId upTo, @Nullable Long beforeSeq, int limit)
      throws IOException {
    return tables.history(kind, key, commits.own(upTo), beforeSeq, limit);
  }
}
