package dev.tarn.core.catalog;

import dev.tarn.core.log.ChangeLog;
import dev.tarn.core.log.Group;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a log is the one that an index has followed. */
final class LogAgreement {
  private LogAgreement() {}

  /** Returns whether the log, at the index's offset, is the log that the index followed. */
  static boolean agrees(StateIndex index, ChangeLog log) throws IOException {
    long seq = index.applied().seq();
    if (seq == 0) {
      return true;
    }
    Optional<Group> last = groupOf(seq, log);
    return last.isPresent() && index.appliedGroupId().equals(last.get().groupId());
  }

  /** Returns the commit that the log has for an entry; empty if it does not reach it. */
  static Optional<CommitId> commitOf(long seq, ChangeLog log) throws IOException {
    return seq == 0
        ? Optional.of(CommitId.NOTHING)
        : groupOf(seq, log).map(group -> new CommitId(seq, group.commit().hash()));
  }

  private static Optional<Group> groupOf(long seq, ChangeLog log) throws IOException {
    if (log.head().seq() < seq) {
      return Optional.empty();
    }
    List<Group> found = new ArrayList<>();
    log.read(seq - 1, 1, found::add);
    return found.stream().findFirst().filter(group -> group.firstSeq() <= seq);
  }
}
