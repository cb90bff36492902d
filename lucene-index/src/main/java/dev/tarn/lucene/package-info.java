/**
 * The current state of each branch in a Lucene index: a follower of the log that serves point reads
 * and lists. Entry type: {@link dev.tarn.lucene.LuceneStateIndexes}, which opens one index per
 * tenant and branch below a folder; what it opens is a {@link dev.tarn.lucene.LuceneStateIndex}.
 *
 * <p><b>One document per entity</b>, found by its key. Of an asset or a type its JSON ({@link
 * dev.tarn.json.EntityJson}) is a stored field, and the other fields find it; a relationship is in
 * columns, in a fraction of the space: see {@code EdgeDocuments}. Tombstones have nothing that
 * lists and counts look at. The answers of keyed requests are documents of their own.
 *
 * <p><b>Each asset has a number</b>, dense from 0 and kept for the life of the index, deleted or
 * not: relationships name their ends by it, and lineage is walked along it. Two indexes of the same
 * state number differently; numbers never leave the index.
 *
 * <p><b>An asset is found by the names of its columns</b>: a change of a column writes its parent's
 * document again, in the same step.
 *
 * <p><b>Where the index is in the log</b> is written with Lucene's own commit, one atomic step with
 * the documents; a commit holds whole groups of the log only. After a crash the index is the log up
 * to that offset, and follows on from there.
 *
 * <p>The index holds nothing that the log does not have. So whatever cannot be read is thrown away
 * and built again, and this package must never be the only place where something is kept.
 */
@NullMarked
package dev.tarn.lucene;

import org.jspecify.annotations.NullMarked;
