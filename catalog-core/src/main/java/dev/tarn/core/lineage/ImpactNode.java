package dev.tarn.core.lineage;

import dev.tarn.core.asset.Asset;

/**
 * An asset that is reached.
 *
 * @param depth edges from the start, on the shortest way
 */
public record ImpactNode(Asset asset, int depth) {}
