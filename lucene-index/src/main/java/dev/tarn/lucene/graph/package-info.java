/**
 * Lineage by the numbers of nodes. Every asset of an index has a number, dense from 0, which it
 * keeps for the life of the index; {@link dev.tarn.lucene.graph.LineageDelta} tells what changed
 * from one view of the index to the next.
 */
@NullMarked
package dev.tarn.lucene.graph;

import org.jspecify.annotations.NullMarked;
