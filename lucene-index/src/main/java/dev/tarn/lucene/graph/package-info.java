/**
 * The lineage edges of an index as arrays in memory: to follow an edge is to read a number. Entry
 * types: {@link dev.tarn.lucene.graph.LineageVersion}, the graph of one view of an index, and
 * {@link dev.tarn.lucene.graph.GraphBuilder}, which makes one of all its edges.
 *
 * <p>A {@link dev.tarn.lucene.graph.LineageGraph} never changes. It is a <b>base</b>, two arrays
 * per direction, made of all edges at once, and an <b>overlay</b> of what came and went since, in
 * pages that the graphs of successive views share: a view costs what changed since the one before.
 * When an overlay has grown, a new base is made of it, beside the readers and the writer.
 *
 * <p>Nodes are numbered in the order of their assets' ids, so that neighbours that are sorted by
 * number are sorted by id, and an id is found by halving. An asset without lineage has no number.
 * Numbers mean something within one graph only.
 *
 * <p>Graphs are made one at a time, beside those who read and write, and take a part of the heap at
 * most ({@link dev.tarn.lucene.graph.GraphMaker}). Nobody waits for one: until it is there, and
 * where there is no room for it, edges are read from the index.
 */
@NullMarked
package dev.tarn.lucene.graph;

import org.jspecify.annotations.NullMarked;
