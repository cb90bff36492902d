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

  /** Returns the newest state that this process knows. */
  private StateSnapshot state(Scope target) throws IOException {
    OpenBranch branch = catalog.branch(target);
    return branch.read(branch.tail().head().seq());
  }

  /**
   * Returns a change request.
   *
   * @param name its name, or its asset's id
   * @throws CatalogException {@code change-request-not-found}
   */
  ChangeRequest require(Scope target, String name) throws IOException {
    try (StateSnapshot state = state(target)) {
      return ChangeRequestAsset.of(require(state, target, name));
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
  Page<ChangeRequest> list(
      Scope target, Predicate<ChangeRequest> filter, @Nullable String cursor, int limit)
      throws IOException {
    List<ChangeRequest> found = new ArrayList<>();
    String next = cursor;
    try (StateSnapshot state = state(target)) {
      do {
        Page<Asset> page =
            state.list(
                new AssetQuery(
                    BuiltInTypes.CHANGE_REQUEST,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    ChangeRequestAsset.qualifiedName(target.branch(), ""),
                    next,
                    limit - found.size()));
        page.items().stream().map(ChangeRequestAsset::of).filter(filter).forEach(found::add);
        next = page.next();
      } while (next != null && found.size() < limit);
    }
    return new Page<>(found, next);
  }

  /** Returns the last one of a source. */
  Optional<ChangeRequest> last(Scope target, BranchName source) throws IOException {
    try (StateSnapshot state = state(target)) {
      return last(state, target.branch(), source).map(ChangeRequestAsset::of);
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
   */
  ChangeRequest create(
      ChangeContext context, Scope target, BranchName source, Function<String, ChangeRequest> named)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<String> made = createNext(context, target, source, named);
      if (made.isPresent()) {
        return require(target, made.get());
      }
    }
    throw busy(source.value());
  }

  private Optional<String> createNext(
      ChangeContext context, Scope target, BranchName source, Function<String, ChangeRequest> named)
      throws IOException {
    try (StateSnapshot state = state(target)) {
      ChangeRequest request =
          named.apply(name(source, lastNumber(state, target.branch(), source) + 1));
      Asset content = ChangeRequestAsset.content(request, null);
      return write(context, target, state, content)
          ? Optional.of(request.name())
          : Optional.empty();
    }
  }

  /** Changes one; begins again with what it is then if somebody else changes it meanwhile. */
  ChangeRequest edit(
      ChangeContext context, Scope target, String name, UnaryOperator<ChangeRequest> edit)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (editOnce(context, target, name, edit)) {
        return require(target, name);
      }
    }
    throw busy(name);
  }

  private boolean editOnce(
      ChangeContext context, Scope target, String name, UnaryOperator<ChangeRequest> edit)
      throws IOException {
    try (StateSnapshot state = state(target)) {
      Asset known = require(state, target, name);
      ChangeRequest edited = edit.apply(ChangeRequestAsset.of(known));
      return write(context, target, state, ChangeRequestAsset.content(edited, known));
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

  /** Returns false if somebody else was first. */
  private boolean write(ChangeContext context, Scope target, StateSnapshot state, Asset content)
      throws IOException {
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
      case ChangeResult.Applied applied -> true;
      case ChangeResult.Unchanged unchanged -> true;
      case ChangeResult.Rejected rejected -> {
        if (rejected.code() == ErrorCode.BRANCH_CHANGED) {
          yield false;
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
