package dev.tarn.core.access;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.policy.AssetAccess;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The past without what is hidden, by what assets were like then and by what may be seen now. */
public final class RestrictedHistory implements HistoryReader {
  private final HistoryReader past;
  private final AssetAccess access;

  public RestrictedHistory(HistoryReader past, AssetAccess access) {
    this.past = past;
    this.access = access;
  }

  @Override
  public CommitId resolve(PointInTime at) throws IOException {
    return past.resolve(at);
  }

  @Override
  public CommitId commitOf(long seq) throws IOException {
    return past.commitOf(seq);
  }

  @Override
  public Optional<CommitId> newestBefore(CommitId other, long afterSeq) throws IOException {
    return past.newestBefore(other, afterSeq);
  }

  @Override
  public Optional<Asset> asset(AssetId id, CommitId at) throws IOException {
    return past.asset(id, at).filter(access::shows).map(access::masked);
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName, CommitId at)
      throws IOException {
    return past.assetNamed(type, qualifiedName, at).filter(access::shows).map(access::masked);
  }

  @Override
  public Page<Asset> list(AssetQuery query, CommitId at) throws IOException {
    return Visibility.assets(access, query, one -> past.list(one, at));
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query, CommitId at) throws IOException {
    return Visibility.relationships(query, one -> past.list(one, at), ids -> shown(ids, at));
  }

  private Map<AssetId, Asset> shown(Collection<AssetId> ids, CommitId at) throws IOException {
    Map<AssetId, Asset> shown = new HashMap<>();
    for (AssetId id : ids) {
      asset(id, at).ifPresent(asset -> shown.put(id, asset));
    }
    return shown;
  }

  /** Of a relationship there is a history if both of its ends are shown at the commit. */
  @Override
  public List<LogEntry> history(
      EntityKind kind, String key, CommitId upTo, @Nullable Long beforeSeq, int limit)
      throws IOException {
    ShownEntries entries = new ShownEntries(access, ids -> shown(ids, upTo));
    List<LogEntry> shown = new ArrayList<>();
    Long before = beforeSeq;
    List<LogEntry> read;
    do {
      read = past.history(kind, key, upTo, before, limit);
      shown.addAll(entries.of(read));
      before = read.isEmpty() ? before : Long.valueOf(read.getLast().seq());
    } while (read.size() == limit && shown.size() < limit);
    return shown.size() <= limit ? shown : shown.subList(0, limit);
  }
}
