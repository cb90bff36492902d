/**
 * An OpenSearch node in a JVM of its own, measured as {@link
 * dev.tarn.benchmarks.search.SearchEngine} like Tarn's index. Entry type: {@link
 * dev.tarn.benchmarks.opensearch.OpenSearchRun}. The mapping gives each field what Tarn's index
 * gives it: the same splitting of identifiers, keywords for filters and facets, a stored source.
 */
@NullMarked
package dev.tarn.benchmarks.opensearch;

import org.jspecify.annotations.NullMarked;
