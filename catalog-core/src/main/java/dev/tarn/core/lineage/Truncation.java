package dev.tarn.core.lineage;

/**
 * What an answer leaves out at one node.
 *
 * @param flow on which side of the node
 * @param more how many neighbours are left out
 * @param cursor for the same query: shows them, and nothing that was shown of the node before
 */
public record Truncation(Flow flow, Reason reason, long more, String cursor) {
  /** Why something is left out. */
  public enum Reason {
    /** The node has more neighbours than the query shows of a node. */
    FAN_OUT,
    /** The answer has as many nodes as the query allows. */
    NODES,
    /** The node is as far away as the query goes. */
    DEPTH
  }
}
