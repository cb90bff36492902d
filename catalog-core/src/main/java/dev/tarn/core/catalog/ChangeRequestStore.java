package dev.tarn.core.catalog;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.change.Atomicity;
import dev.tarn.core.change.Change;
import dev.tarn.core.change.ChangeContext;
import dev.tarn.core.change.ChangeResult;
import dev.tarn.core.change.Guard;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.change.Submission;
import dev.tarn.core.change.SubmissionResult;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.review.ChangeRequest;
import dev.tarn.core.review.ChangeRequestAsset;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.type.BuiltInTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Change requests, in the state of their target branch. The only place that writes them: past the
 * rules of the branch, which are for everybody else. Of a source and a target they are numbered
 * from 1.
 */
final class ChangeRequestStore {
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

  /** How often a write begins again because somebody else was first. */
  private static final int MAX_ATTEMPTS = 20;

  /** About what a change request takes while it is queued. */
  private static final int WEIGHT_BYTES = 10_000;

  private final Catalog catalog;

  ChangeRequestStore(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * A change request.
   *
   * @param commit of the target, at which it is so
   */
  record Kept(ChangeRequest request, CommitId commit) {}

  /**
   * Change requests.
   *
   * @param commit of the target, at which it is so
   */
  record KeptPage(Page<ChangeRequest> page, CommitId commit) {}

  private StateSnapshot state(Scope target, @Nullable CommitId atLeast) throws IOException {
    return catalog.branch(target).read(atLeast == null ? 0 : atLeast.seq());
  }

  /** Returns the newest state that there is; of the first attempt, what can be read at once. */
  private StateSnapshot state(Scope target, int attempt) throws IOException {
    return state(target, attempt == 0 ? null : catalog.branch(target).tail().head());
  }

  /**
   * Returns a change request.
   *
   * @param name its name, or its asset's id
   * @param atLeast waits, for a bounded time, for this commit
   * @throws CatalogException {@code change-request-not-found}
   */
  Kept require(Scope target, String name, @Nullable CommitId atLeast) throws IOException {
    try (StateSnapshot state = state(target, atLeast)) {
      return new Kept(ChangeRequestAsset.of(require(state, target, name)), state.commit());
    }
  }

  private static Asset require(StateSnapshot state, Scope target, String name) throws IOException {
    Optional<Asset> asset =
        AssetId.isId(name)
            ? state
                .asset(new AssetId(name))
                .filter(found -> !found.isDeleted())
                .filter(found -> found.type().equals(BuiltInTypes.CHANGE_REQUEST))
                .filter(found -> ChangeRequestAsset.of(found).target().equals(target.branch()))
            : named(state, target.branch(), name);
    return asset.orElseThrow(
        () ->
            new CatalogException(
                ErrorCode.CHANGE_REQUEST_NOT_FOUND,
                "there is no change request " + name + " for " + target.branch()));
  }

  /** Returns a page, by name, of those that a filter lets pass. */
  KeptPage list(
      Scope target,
      Predicate<ChangeRequest> filter,
      @Nullable CommitId atLeast,
      @Nullable String cursor,
      int limit)
      throws IOException {
    List<ChangeRequest> found = new ArrayList<>();
    String next = cursor;
    try (StateSnapshot state = state(target, atLeast)) {
      do {
        Page<Asset> page =
            state.list(
                AssetQuery.named(
                    BuiltInTypes.CHANGE_REQUEST,
                    ChangeRequestAsset.qualifiedName(target.branch(), ""),
                    next,
                    limit - found.size()));
        page.items().stream().map(ChangeRequestAsset::of).filter(filter).forEach(found::add);
        next = page.next();
      } while (next != null && found.size() < limit);
      return new KeptPage(new Page<>(found, next), state.commit());
    }
  }

  /** Returns the asset of the last one of a source. */
  static Optional<Asset> last(StateSnapshot state, BranchName target, BranchName source)
      throws IOException {
    int last = lastNumber(state, target, source);
    return last == 0 ? Optional.empty() : named(state, target, name(source, last));
  }

  private static Optional<Asset> named(StateSnapshot state, BranchName target, String name)
      throws IOException {
    return state.assetNamed(
        BuiltInTypes.CHANGE_REQUEST, ChangeRequestAsset.qualifiedName(target, name));
  }

  private static String name(BranchName source, int number) {
    return source.value() + "-" + number;
  }

  /** Doubles the number until there is none, then looks between: few reads, however many. */
  private static int lastNumber(StateSnapshot state, BranchName target, BranchName source)
      throws IOException {
    int known = 0;
    int none = 1;
    while (exists(state, target, source, none)) {
      known = none;
      none *= 2;
    }
    while (none - known > 1) {
      int middle = known + (none - known) / 2;
      if (exists(state, target, source, middle)) {
        known = middle;
      } else {
        none = middle;
      }
    }
    return known;
  }

  private static boolean exists(
      StateSnapshot state, BranchName target, BranchName source, int number) throws IOException {
    return named(state, target, name(source, number)).isPresent();
  }

  /**
   * Makes the next one of a source.
   *
   * @param named gives it for its name
   * @throws CatalogException {@code change-request-exists} if the last one is not over
   */
  Kept create(
      ChangeContext context, Scope target, BranchName source, Function<String, ChangeRequest> named)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try (StateSnapshot state = state(target, attempt)) {
        requireNoneOpen(state, target.branch(), source);
        String name = name(source, lastNumber(state, target.branch(), source) + 1);
        Asset content = ChangeRequestAsset.content(named.apply(name), null);
        Optional<CommitId> written = write(context, target, state, content);
        if (written.isPresent()) {
          return written(target, content, written.get());
        }
      }
    }
    throw busy(source.value());
  }

  private static void requireNoneOpen(StateSnapshot state, BranchName target, BranchName source)
      throws IOException {
    Optional<ChangeRequest> open =
        last(state, target, source)
            .map(ChangeRequestAsset::of)
            .filter(last -> !last.state().isOver());
    if (open.isPresent()) {
      throw new CatalogException(
          ErrorCode.CHANGE_REQUEST_EXISTS, open.get().name() + " is open for the same branches");
    }
  }

  /** Changes one; begins again with what it is then if somebody else changes it meanwhile. */
  Kept edit(ChangeContext context, Scope target, String name, UnaryOperator<ChangeRequest> edit)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try (StateSnapshot state = state(target, attempt)) {
        Asset known = require(state, target, name);
        Asset content = ChangeRequestAsset.content(edit.apply(ChangeRequestAsset.of(known)), known);
        Optional<CommitId> written = write(context, target, state, content);
        if (written.isPresent()) {
          return written(target, content, written.get());
        }
      }
    }
    throw busy(name);
  }

  /** Waits until readers see it, unless they are far behind. */
  private Kept written(Scope target, Asset content, CommitId commit) throws IOException {
    try {
      return require(target, content.id().value(), commit);
    } catch (CatalogException e) {
      if (e.code() != ErrorCode.COMMIT_NOT_REACHED) {
        throw e;
      }
      return new Kept(ChangeRequestAsset.of(content), commit);
    }
  }

  private static CatalogException busy(String name) {
    return new CatalogException(
        ErrorCode.VERSION_CONFLICT, "others change " + name + " all the time; try again");
  }

  /** What an edit takes for granted: nobody changes the asset after this entry. */
  private record Unchanged(long asOfSeq, AssetId id) implements Guard {
    @Override
    public boolean isBrokenBy(LogEntry entry) {
      return entry.kind() == EntityKind.ASSET && entry.key().equals(id.value());
    }
  }

  /** Returns the commit; empty if somebody else was first. */
  private Optional<CommitId> write(
      ChangeContext context, Scope target, StateSnapshot state, Asset content) throws IOException {
    Submission submission =
        new Submission(
            context,
            List.of(new Change.SetAsset(content.id(), content, context)),
            List.of(),
            Atomicity.ALL,
            null,
            new Unchanged(state.commit().seq(), content.id()),
            WEIGHT_BYTES);
    SubmissionResult result = await(catalog.branch(target).committer().submit(submission));
    return switch (result.results().getFirst()) {
      case ChangeResult.Applied applied -> Optional.of(result.commit());
      case ChangeResult.Unchanged unchanged -> Optional.of(result.commit());
      case ChangeResult.Rejected rejected -> {
        if (rejected.code() == ErrorCode.BRANCH_CHANGED) {
          yield Optional.empty();
        }
        throw new CatalogException(rejected.code(), rejected.message());
      }
    };
  }

  private static SubmissionResult await(CompletableFuture<SubmissionResult> submitted)
      throws IOException {
    try {
      return submitted.get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CatalogException coded -> throw coded;
        case IOException io -> throw io;
        case null, default -> throw new IllegalStateException("a submission failed", e.getCause());
      }
    } catch (TimeoutException e) {
      throw new CatalogException(
          ErrorCode.COMMIT_OUTCOME_UNKNOWN, "the commit is not done yet; it may still be", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(ErrorCode.SHUTTING_DOWN, "interrupted", e);
    }
  }
}
