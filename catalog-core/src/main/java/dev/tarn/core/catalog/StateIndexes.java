package dev.tarn.core.catalog;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.log.BackgroundFollower;
import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.core.state.BuildProgress;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSnapshot;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The indexes of branches. Each branch has one that {@link #open} finds, and may have another that
 * is built beside it. Thread safe; one process has a branch's index open.
 */
public interface StateIndexes {
  /**
   * Opens the index where it was left, or an empty one. An index that cannot be read is discarded:
   * the log has everything that it had. What a build that did not end has left is removed.
   *
   * @throws IOException if the index is open already
   */
  StateIndex open(Scope scope) throws IOException;

  /**
   * Opens what follows the log beside the index of a branch, which is open; empty if there is
   * nothing. Each is closed before the index.
   */
  default List<BackgroundFollower> followers(Scope scope) throws IOException {
    return List.of();
  }

  /** Deletes the index of a branch that is not open. */
  void discard(Scope scope) throws IOException;

  /**
   * Deletes all that is kept of a branch that is no more, also of its past.
   *
   * @throws IOException if some of it is in use; that stays
   */
  default void remove(Scope scope) throws IOException {
    discard(scope);
  }

  /**
   * Deletes all that is kept of a tenant that is no more.
   *
   * @throws IOException if some of it is in use; that stays
   */
  default void removeTenant(TenantId tenant) throws IOException {}

  /**
   * Deletes all that is kept of a tenant from before an epoch; nothing if that was done. None of
   * its branches is open that was opened before.
   *
   * @throws IOException if some of it is in use; that stays, and has to be asked for again
   */
  default void begin(TenantId tenant, long epoch) throws IOException {}

  /**
   * Builds an index of the branch from a source, beside the one that may be open, which serves on.
   * It is durable at the source's commit, and follows from there like every other. Closing it
   * deletes it, unless it was adopted.
   *
   * @throws IOException if the source or the disk fails; nothing is left of the build
   */
  StateIndex build(Scope scope, StateSource source, BuildProgress progress) throws IOException;

  /**
   * Makes an index what {@link #open} finds, in one atomic step. What it takes the place of stays
   * readable until it is closed; then it is deleted.
   *
   * @param built from {@link #build} of the same branch, still open; flushed by this
   */
  void adopt(Scope scope, StateIndex built) throws IOException;

  /**
   * Gives a branch that has no index the newest one of its tenant, or of that of the log, that
   * holds nothing but a beginning of the log, without copying it.
   *
   * @param log the branch's, or that of the branch it came from
   * @param maxSeq the index has nothing after this: where the log is another branch's from there on
   * @return false if the branch has an index, or there is none to begin with
   */
  default boolean fork(Scope scope, ChangeLog log, long maxSeq) throws IOException {
    return false;
  }

  /** Keeps the state that the branch's index shows, if it is open, as a snapshot for a while. */
  default void keep(Scope scope) throws IOException {}

  /** Keeps the state at a tag's commit, if there is a snapshot of it or one can be made now. */
  default void keepTag(Scope scope, BranchName tag, CommitId commit) throws IOException {}

  /**
   * Returns a view of the state at exactly this commit of the branch's log, with everything that an
   * index answers, if it only has to be opened.
   */
  default Optional<StateSnapshot> snapshotAtHand(Scope scope, ChangeLog log, CommitId commit)
      throws IOException {
    return Optional.empty();
  }

  /**
   * Returns such a view, and makes it if need be out of a snapshot of before and the log between.
   *
   * @throws CatalogException {@code search-not-available} if that would take too long
   */
  default StateSnapshot snapshotAt(Scope scope, ChangeLog log, CommitId commit) throws IOException {
    return snapshotAtHand(scope, log, commit)
        .orElseThrow(
            () ->
                CatalogException.ofField(
                    ErrorCode.SEARCH_NOT_AVAILABLE, "at", "no index is kept of the past"));
  }

  /** Keeps and drops snapshots, as is due; called from time to time for a branch that is open. */
  default void maintain(Scope scope) throws IOException {}
}
