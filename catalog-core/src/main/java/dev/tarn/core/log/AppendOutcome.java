package dev.tarn.core.log;

import dev.tarn.core.scope.CommitId;

/** The three outcomes of an append; the protocol of {@link ChangeLog#append}. */
public sealed interface AppendOutcome {
  /** Durable, and visible to every reader. */
  record Committed(CommitId commit) implements AppendOutcome {}

  /** Not appended: another writer was first. Nothing of it will ever become visible by itself. */
  record Conflict() implements AppendOutcome {}

  /**
   * The answer was lost: it may be appended, now or a moment later. Look for the group in the log
   * before anything else; an append at the same head cannot double it, since only one of the two
   * wins.
   */
  record Unknown(Exception cause) implements AppendOutcome {}
}
