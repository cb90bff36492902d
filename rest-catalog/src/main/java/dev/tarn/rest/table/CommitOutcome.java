package dev.tarn.rest.table;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.TableName;
import org.jspecify.annotations.Nullable;

/** What became of a commit whose answer is certain. */
sealed interface CommitOutcome {
  /** Pointers and entry are durable, in this commit. */
  record Done(CommitId commit) implements CommitOutcome {}

  /**
   * A name does not stand for what the commit began with; nothing has changed.
   *
   * @param current what it stands for
   */
  record Refused(ErrorCode code, String message, TableName name, @Nullable Pointer current)
      implements CommitOutcome {}

  /** Returns whether a failure says for certain that nothing was committed, nor will be. */
  static boolean isNothing(CatalogException failure) {
    return switch (failure.code().kind()) {
      case USER, CONFLICT -> true;
      case EXTERNAL, INTERNAL -> false;
    };
  }
}
