/**
 * Full-text search over the live assets of an index. Entry types: {@link
 * dev.tarn.lucene.search.SearchDocuments}, which adds to an asset's document what it is found by.
 *
 * <p><b>Fields</b> ({@link dev.tarn.lucene.search.SearchFields}) hold the words of names, of
 * qualified names, of columns and of prose, analysed by {@link
 * dev.tarn.lucene.search.SearchAnalysis}; the beginnings of names, for what is found while it is
 * typed; values to count, sort and select by; and one number for how much an asset matters, in a
 * form that lets a search skip what cannot get among the best.
 *
 * <p><b>References</b> are in an asset's document as ids, never as names: a query that names a tag
 * or an owner is resolved when it is asked. So a rename takes effect at once, and costs one
 * document.
 *
 * <p>Everything that a query may cost has a limit. What a limit cuts short is said in the result,
 * or refused with a code.
 */
@NullMarked
package dev.tarn.lucene.search;

import org.jspecify.annotations.NullMarked;
