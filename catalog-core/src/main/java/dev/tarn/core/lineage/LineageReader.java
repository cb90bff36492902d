package dev.tarn.core.lineage;

import java.io.IOException;
import java.util.List;

/**
 * Walks along the live relationships of one view of the state. Valid while the view is open.
 *
 * <p>An asset that is not there has no neighbours. Throws {@link
 * dev.tarn.core.error.CatalogException} {@code invalid-request} for a cursor of another query.
 */
public interface LineageReader {
  /** Returns what is around an asset, breadth first. */
  default LineageAnswer explore(LineageQuery query) throws IOException {
    return explore(List.of(query)).getFirst();
  }

  /** Returns the answers to several queries, each as if it were alone, in their order. */
  List<LineageAnswer> explore(List<LineageQuery> queries) throws IOException;

  /**
   * Shows everything on one side of an asset, each asset once, breadth first. There is no limit,
   * and memory grows by a bit per node of the graph plus the widest level.
   */
  ImpactSummary impact(ImpactQuery query, ImpactVisitor visitor) throws IOException;

  /** Counts everything on one side of an asset. */
  ImpactSummary impact(ImpactQuery query) throws IOException;

  /** Returns the shortest paths from one asset to another. */
  PathAnswer paths(PathQuery query) throws IOException;
}
