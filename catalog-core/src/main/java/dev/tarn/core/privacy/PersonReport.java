package dev.tarn.core.privacy;

import java.util.List;

/**
 * What is held of a person.
 *
 * @param names what they were looked for by
 * @param files that were read
 * @param findings by place, sorted
 */
public record PersonReport(PersonNames names, long files, List<Finding> findings) {
  public PersonReport {
    findings = List.copyOf(findings);
  }

  /** Returns how many values a replacement would reach. */
  public long replaceable() {
    return findings.stream().filter(Finding::isReplaced).mapToLong(Finding::count).sum();
  }

  /** Returns how many values name the person and would stay. */
  public long kept() {
    return findings.stream()
        .filter(finding -> !finding.isReplaced())
        .mapToLong(Finding::count)
        .sum();
  }
}
