package dev.tarn.core.audit;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the audit of a tenant says of the log of a branch.
 *
 * @param redactions the SHA-256 of each list of redactions that an event names
 * @param ends of groups that the log had: the number is that of the last change of a group
 */
public record LogEvidence(Set<String> redactions, List<AuditLink> ends) {
  /** Nothing is known. */
  public static final LogEvidence NONE = new LogEvidence(Set.of(), List.of());

  public LogEvidence {
    redactions = Set.copyOf(redactions);
    ends = List.copyOf(ends);
  }

  /** Reads what the audit says. */
  public static LogEvidence read(AuditTrail trail, Scope scope) {
    Set<String> redactions = new HashSet<>();
    List<AuditLink> ends = new ArrayList<>();
    String chain = scope.tenant().value();
    trail.forEach(
        chain,
        ListedRedaction.ACTION,
        entry ->
            ListedRedaction.parse(entry.event()).ifPresent(list -> redactions.add(list.sha256())));
    if (scope.branch().equals(BranchName.MAIN)) {
      trail.forEach(
          chain, LogEnd.ACTION, entry -> LogEnd.parse(entry.event()).ifPresent(ends::add));
    }
    return new LogEvidence(redactions, ends);
  }
}
