/**
 * What of an index a principal may see: readers that hide documents and fields. Entry type: {@link
 * dev.tarn.lucene.access.AccessCache}, which puts a {@link dev.tarn.lucene.access.RestrictedReader}
 * around the reader of an index.
 *
 * <p><b>Hidden assets are deleted documents</b> to everything that reads: a search, a list or a
 * count is answered from what is left, and needs no filter of its own. Which documents of a segment
 * an access shows depends on the segment alone; it is computed from its postings and columns, once,
 * and kept as bits for all that have the same access.
 *
 * <p><b>Dictionaries are cleaned, too</b>: a word that only hidden assets have is not there, so
 * that no correction, expansion or count of a word betrays it. Of a field that is masked of some
 * assets, postings and columns do not have these.
 *
 * <p>Relationships, types and answers of requests stay: whoever reads relationships through such a
 * reader looks at their ends.
 */
@NullMarked
package dev.tarn.lucene.access;

import org.jspecify.annotations.NullMarked;
