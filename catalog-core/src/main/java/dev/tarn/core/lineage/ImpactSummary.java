package dev.tarn.core.lineage;

import java.util.List;

/**
 * How much is reached.
 *
 * @param assets all that are reached, the start not among them
 * @param depth of the farthest
 * @param byDepth the number of assets one edge away, two edges away, and so on
 */
public record ImpactSummary(
    long assets,
    int depth,
    List<Long> byDepth,
    Grouping byType,
    Grouping byOwner,
    Grouping byDomain,
    Grouping byWorkspace,
    Grouping byPlatform) {
  public ImpactSummary {
    byDepth = List.copyOf(byDepth);
  }

  /**
   * Assets by the values of one field. An asset with two owners counts for both.
   *
   * @param groups the largest first, at most {@link LineageLimits#MAX_GROUPS}
   * @param without assets that have no value
   * @param otherGroups how many more groups there are
   * @param otherAssets the sum of their counts
   */
  public record Grouping(List<Group> groups, long without, long otherGroups, long otherAssets) {
    public Grouping {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Assets with one value.
   *
   * @param value of a reference its id
   * @param label for people: of a reference its name
   */
  public record Group(String value, String label, long count) {}
}
