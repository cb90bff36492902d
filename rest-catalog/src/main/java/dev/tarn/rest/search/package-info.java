/**
 * Search over HTTP: {@code /api/v1/search} and {@code /api/v1/suggest}. Entry type: {@link
 * dev.tarn.rest.search.SearchController}.
 *
 * <p>What is looked for, and how, is the business of {@code dev.tarn.core.search}: here requests
 * are read, and every search, whichever API it came by, is timed by {@link
 * dev.tarn.rest.search.Searches} for a {@link dev.tarn.rest.search.SearchObserver}.
 */
@NullMarked
package dev.tarn.rest.search;

import org.jspecify.annotations.NullMarked;
