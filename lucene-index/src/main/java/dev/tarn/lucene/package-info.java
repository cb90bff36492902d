/**
 * The current state of each branch in a Lucene index: a follower of the log that serves point reads
 * and lists. Entry type: {@link dev.tarn.lucene.LuceneStateIndexes}, which opens one index per
 * tenant and branch below a folder; what it opens is a {@link dev.tarn.lucene.LuceneStateIndex}.
 *
 * <p><b>One document per entity</b>, found by its key; its JSON ({@link dev.tarn.json.EntityJson})
 * is a stored field, the other fields only find it. Tombstones have a key and the sequence number
 * of their delete, nothing else: so lists and counts never see them. The answers of keyed requests
 * are documents of their own.
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
