package dev.tarn.core.state;

import org.jspecify.annotations.Nullable;

/**
 * How large an index is.
 *
 * @param documents what it holds, tombstones and its own records included
 * @param bytes of its files
 * @param generation the name of what a rebuild replaces
 * @param lineageGraph what lineage is read from; null while that is the files
 */
public record IndexSize(
    long documents, long bytes, String generation, @Nullable LineageGraphSize lineageGraph) {}
