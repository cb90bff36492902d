package dev.tarn.core.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a store has followed a log, in a form that tells logs apart: branches have their past in
 * common, and go on in groups of their own.
 *
 * @param groupId of the group that the entry belongs to
 */
public record LogPosition(long seq, String groupId) {
  /** Whether everything that was followed up to here is in this log. */
  public boolean isIn(ChangeLog log) throws IOException {
    return groupOf(seq, log).filter(group -> group.groupId().equals(groupId)).isPresent();
  }

  /** Returns the group that has an entry, at least its part from there on; empty if none has it. */
  public static Optional<Group> groupOf(long seq, ChangeLog log) throws IOException {
    if (log.head().seq() < seq) {
      return Optional.empty();
    }
    List<Group> found = new ArrayList<>();
    log.read(seq - 1, 1, found::add);
    return found.stream().findFirst().filter(group -> group.firstSeq() <= seq);
  }
}
