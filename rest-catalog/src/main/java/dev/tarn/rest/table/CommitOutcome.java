package dev.tarn.rest.table;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.TableName;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
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
      implements CommitOutcome {
    /** Returns what is said of a name in a namespace that is not there. */
    NoSuchNamespaceException missingNamespace() {
      return new NoSuchNamespaceException(
          "Namespace does not exist: %s",
          name.parent().map(Names::namespace).orElseGet(Namespace::empty));
    }
  }

  /** Returns whether a failure says for certain that nothing was committed, nor will be. */
  static boolean isNothing(CatalogException failure) {
    return switch (failure.code().kind()) {
      case USER, CONFLICT -> true;
      case EXTERNAL, INTERNAL -> false;
    };
  }
}
