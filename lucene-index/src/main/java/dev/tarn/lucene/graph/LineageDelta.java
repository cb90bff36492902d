package dev.tarn.lucene.graph;

/**
 * What became of one lineage edge between two views of the index.
 *
 * @param source the node number of the upstream asset
 * @param target the node number of the downstream asset
 * @param live false if the edge is gone
 */
public record LineageDelta(int source, int target, boolean live) {}
