package dev.tarn.iceberg.chain;

import dev.tarn.core.audit.AuditLink;
import dev.tarn.core.audit.LogVerification;
import dev.tarn.iceberg.schema.ChangeRows;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Walks a log from its beginning to its end, group by group. Of one thread. */
public final class LogCheck {
  private static final String CHANGED =
      "the change, or another of its group, is not what was written";

  private final RedactionList redactions;
  private final Map<Long, String> anchors = new HashMap<>();
  private AuditLink last = new AuditLink(0, "");
  private long firstChained;
  private @Nullable Long brokenAt;
  private @Nullable String problem;

  /**
   * @param redactions that are believed
   * @param anchors what is known elsewhere of ends that the log had: the number is that of the last
   *     change of a group
   */
  public LogCheck(RedactionList redactions, Collection<AuditLink> anchors) {
    this.redactions = redactions;
    anchors.forEach(anchor -> this.anchors.put(anchor.number(), anchor.hash()));
  }

  /**
   * Takes the next group.
   *
   * @param rows in the order of {@code seq}, at least one
   * @return false if it does not hold: then nothing more needs to be taken
   */
  public boolean take(List<Record> rows) {
    for (int i = 0; i < rows.size(); i++) {
      long expected = last.number() + 1 + i;
      long seq = ChangeRows.seq(rows.get(i));
      if (seq != expected) {
        return broken(
            expected, seq > expected ? "the change is missing" : "the change is there twice");
      }
    }
    long first = last.number() + 1;
    String hash = GroupHash.hash(rows.getFirst());
    if (!holds(rows, hash)) {
      return broken(first, CHANGED);
    }
    if (hash != null && firstChained == 0) {
      firstChained = first;
    }
    last = new AuditLink(last.number() + rows.size(), hash == null ? "" : hash);
    for (long seq = first; seq <= last.number(); seq++) {
      String anchored = anchors.remove(seq);
      if (anchored != null && !new AuditLink(seq, anchored).equals(last)) {
        return broken(first, "the change is not the one that was anchored");
      }
    }
    return true;
  }

  private boolean holds(List<Record> rows, @Nullable String hash) {
    String salt = GroupHash.salt(rows.getFirst());
    for (Record row : rows) {
      if (!Objects.equals(GroupHash.salt(row), salt)
          || !Objects.equals(GroupHash.hash(row), hash)) {
        return false;
      }
    }
    if (hash == null || salt == null) {
      return hash == null && salt == null && firstChained == 0;
    }
    return GroupHash.of(last.hash(), salt, rows).equals(hash)
        || redactions.has(RedactedGroup.of(last.hash(), rows));
  }

  private boolean broken(long seq, String why) {
    brokenAt = seq;
    problem = why;
    return false;
  }

  /**
   * Returns what was found.
   *
   * @param end of the log, as its table says
   */
  public LogVerification end(AuditLink end) {
    if (brokenAt == null) {
      long lastAnchor = anchors.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
      if (lastAnchor > last.number() || end.number() > last.number()) {
        var unused = broken(last.number() + 1, "the end of the log is missing");
      } else if (!end.equals(last)) {
        var unused = broken(last.number(), "the end of the log is not what was written");
      }
    }
    return new LogVerification(last.number(), firstChained, brokenAt, problem);
  }
}
