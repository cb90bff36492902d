package dev.tarn.core.state;

/**
 * How large an index is.
 *
 * @param documents what it holds, tombstones and its own records included
 * @param bytes of its files
 * @param generation the name of what a rebuild replaces
 */
public record IndexSize(long documents, long bytes, String generation) {}
