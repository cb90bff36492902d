package dev.tarn.core.lineage;

import java.io.IOException;
import java.util.List;

/** Takes what is reached, as it is found: nearest first. */
@FunctionalInterface
public interface ImpactVisitor {
  /**
   * @param nodes at most {@link LineageLimits#IMPACT_PAGE}
   * @throws IOException ends the walk, and is thrown on
   */
  void visit(List<ImpactNode> nodes) throws IOException;
}
