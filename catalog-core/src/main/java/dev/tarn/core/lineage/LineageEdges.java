package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph of assets for one walk: nodes are numbered from 0, and each has its neighbours in the
 * order of their ids, on either side. Two relationships between the same assets are one edge here.
 *
 * <p>Not thread safe. What it says does not change while it is used.
 */
public interface LineageEdges {
  /** The answer for an asset that has no number, and so no neighbours. */
  int NONE = -1;

  /** Opens the edges for a walk. */
  @FunctionalInterface
  interface Opener {
    /**
     * @param types of relationships
     */
    LineageEdges open(Set<String> types) throws IOException;
  }

  /** Returns the number of an asset. */
  int node(AssetId id);

  /** Returns the asset with this number. */
  AssetId id(int node);

  /**
   * Gets ready to read the neighbours of these nodes on one side. Others of that side may be
   * forgotten.
   *
   * @param nodes the first {@code count} are meant
   */
  void prepare(int[] nodes, int count, Flow flow) throws IOException;

  /**
   * Returns the number of neighbours of a node.
   *
   * @param after only those whose ids come after this; null for all
   */
  int count(int node, Flow flow, @Nullable AssetId after);

  /**
   * Reads neighbours in the order of their ids.
   *
   * @param after only those whose ids come after this; null for all
   * @param into filled from its start, as far as it goes
   * @return how many were read
   */
  int read(int node, Flow flow, @Nullable AssetId after, int[] into);

  /** Returns the types of the relationships from one node to another, in their order. */
  List<String> types(int source, int target);
}
