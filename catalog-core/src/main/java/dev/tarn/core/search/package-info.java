/**
 * Search over the live assets of a branch. Entry type: {@link dev.tarn.core.search.AssetSearch},
 * which a view of the state offers if its store can search.
 *
 * <p>A {@link dev.tarn.core.search.SearchRequest} has a query in the syntax of {@code
 * docs/search.md}, filters that a program sets beside it, and what to return besides the hits:
 * facets, highlights, the explanation of a score. A {@link dev.tarn.core.search.SearchResult} never
 * leaves out anything silently: counts say whether they are exact, and what a limit cut short says
 * which one.
 */
@NullMarked
package dev.tarn.core.search;

import org.jspecify.annotations.NullMarked;
