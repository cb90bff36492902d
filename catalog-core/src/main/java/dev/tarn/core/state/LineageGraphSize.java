package dev.tarn.core.state;

import java.time.Duration;

/**
 * How large the lineage of an index is in memory.
 *
 * @param assets with lineage
 * @param edges between them
 * @param making how long it took to make it
 */
public record LineageGraphSize(long assets, long edges, long bytes, Duration making) {}
