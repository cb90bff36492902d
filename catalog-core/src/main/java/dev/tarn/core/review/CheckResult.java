package dev.tarn.core.review;

import dev.tarn.core.scope.CommitId;
import java.time.Instant;
import java.util.List;

/**
 * What a check has found.
 *
 * @param check its name
 * @param total of what it found; it is passed with nothing
 * @param findings the first {@link Findings#MAX_KEPT} of these
 * @param source the commit of the source that was looked at
 * @param target the commit of the target that was looked at
 * @param at when
 */
public record CheckResult(
    String check,
    long total,
    List<Finding> findings,
    CommitId source,
    CommitId target,
    Instant at) {
  public CheckResult {
    findings = List.copyOf(findings);
  }

  public boolean isPassed() {
    return total == 0;
  }
}
