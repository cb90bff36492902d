package dev.tarn.core.catalog;

import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.LogPosition;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateIndex;
import java.io.IOException;
import java.util.Optional;

/** Whether a log is the one that an index has followed. */
final class LogAgreement {
  private LogAgreement() {}

  /** Returns whether the log, at the index's offset, is the log that the index followed. */
  static boolean agrees(StateIndex index, ChangeLog log) throws IOException {
    long seq = index.applied().seq();
    return seq == 0 || new LogPosition(seq, index.appliedGroupId()).isIn(log);
  }

  /** Returns the commit that the log has for an entry; empty if it does not reach it. */
  static Optional<CommitId> commitOf(long seq, ChangeLog log) throws IOException {
    return seq == 0
        ? Optional.of(CommitId.NOTHING)
        : LogPosition.groupOf(seq, log).map(group -> new CommitId(seq, group.commit().hash()));
  }
}
