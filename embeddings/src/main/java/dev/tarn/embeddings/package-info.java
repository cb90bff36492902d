/**
 * Embedding models that run in this process, without a network. Entry type: {@link
 * dev.tarn.embeddings.MiniLmProvider}, found by {@link java.util.ServiceLoader}; nothing else of
 * the package is loaded before a model is chosen, and nothing native before the first text.
 *
 * <p>A native library that is not there for a processor or system is an error of the search, never
 * of the catalog: it reaches the caller as {@code search-not-available}.
 */
@NullMarked
package dev.tarn.embeddings;

import org.jspecify.annotations.NullMarked;
