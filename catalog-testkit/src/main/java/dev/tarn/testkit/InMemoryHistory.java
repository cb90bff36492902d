package dev.tarn.testkit;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.history.HistoryReader;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.PointInTime;
import dev.tarn.core.scope.Reference;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the log of one branch says of its past. */
final class InMemoryHistory implements HistoryReader {
  private final InMemoryCatalogStore store;
  private final Scope scope;

  InMemoryHistory(InMemoryCatalogStore store, Scope scope) {
    this.store = store;
    this.scope = scope;
  }

  @Override
  public CommitId resolve(PointInTime at) {
    Optional<CommitId> found =
        switch (at) {
          case PointInTime.AtCommit(CommitId commit) ->
              store.groups(scope, 0, commit.seq()).stream()
                  .map(Group::commit)
                  .filter(commit::equals)
                  .findAny()
                  .or(
                      () ->
                          commit.equals(InMemoryCatalogStore.EMPTY)
                              ? Optional.of(InMemoryCatalogStore.EMPTY)
                              : Optional.empty());
          case PointInTime.AtTime(Instant time) ->
              store.groups(scope, 0, Long.MAX_VALUE).stream()
                  .filter(group -> !group.entries().getLast().committedAt().isAfter(time))
                  .map(Group::commit)
                  .reduce((first, second) -> second)
                  .or(() -> Optional.of(InMemoryCatalogStore.EMPTY));
          case PointInTime.AtTag(BranchName tag) ->
              scope.branch().equals(tag)
                  ? Optional.of(store.head(scope))
                  : store
                      .references
                      .tag(scope.tenant(), tag)
                      .filter(one -> one.from().equals(scope.branch()))
                      .map(Reference::commit);
        };
    return found.orElseThrow(
        () -> new CatalogException(ErrorCode.COMMIT_NOT_FOUND, "there is no such commit"));
  }

  @Override
  public CommitId commitOf(long seq) throws IOException {
    if (seq == 0) {
      return InMemoryCatalogStore.EMPTY;
    }
    return store.groups(scope, 0, Long.MAX_VALUE).stream()
        .map(Group::commit)
        .filter(commit -> commit.seq() >= seq)
        .findFirst()
        .orElseThrow(() -> new IOException("the log does not reach " + seq));
  }

  @Override
  public Optional<CommitId> newestBefore(CommitId other, long afterSeq) {
    List<CommitId> own =
        store.groups(scope, 0, Long.MAX_VALUE).stream().map(Group::commit).toList();
    return store
        .logsOf(scope.tenant())
        .map(any -> store.groups(any, 0, other.seq()).stream().map(Group::commit).toList())
        .filter(commits -> commits.contains(other))
        .flatMap(List::stream)
        .filter(commit -> commit.seq() > afterSeq && own.contains(commit))
        .max(Comparator.comparingLong(CommitId::seq));
  }

  private InMemoryState state(CommitId at) {
    InMemoryState state = new InMemoryState(InMemoryCatalogStore.EMPTY);
    for (Group group : store.groups(scope, 0, at.seq())) {
      group.entries().forEach(entry -> state.apply(entry, group.commit()));
    }
    return state;
  }

  @Override
  public Optional<Asset> asset(AssetId id, CommitId at) {
    return Optional.ofNullable(state(at).assets(List.of(id)).get(id))
        .filter(asset -> !asset.isDeleted());
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName, CommitId at) {
    return state(at).assetNamed(type, qualifiedName);
  }

  @Override
  public Page<Asset> list(AssetQuery query, CommitId at) {
    return state(at).list(query);
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query, CommitId at) {
    return state(at).list(query);
  }

  @Override
  public List<LogEntry> history(
      EntityKind kind, String key, CommitId upTo, @Nullable Long beforeSeq, int limit) {
    Map<Long, LogEntry> bySeq = new TreeMap<>(Comparator.reverseOrder());
    for (Group group : store.groups(scope, 0, upTo.seq())) {
      for (LogEntry entry : group.entries()) {
        if (entry.kind() == kind
            && entry.key().equals(key)
            && (beforeSeq == null || entry.seq() < beforeSeq)) {
          bySeq.put(entry.seq(), entry);
        }
      }
    }
    return bySeq.values().stream().limit(limit).toList();
  }
}
