package dev.tarn.lucene.graph;

import dev.tarn.core.asset.AssetId;

/**
 * What became of one lineage edge between two views of the index.
 *
 * @param live false if the edge is gone
 */
public record LineageDelta(AssetId source, AssetId target, boolean live) {}
