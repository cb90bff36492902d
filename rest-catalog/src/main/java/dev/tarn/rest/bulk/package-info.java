/**
 * Streams of changes as lines of JSON: one line in, one line out. Entry type: {@link
 * dev.tarn.rest.bulk.BulkController}.
 *
 * <p>Three threads carry a request: one reads lines and submits them, one formats what became of
 * them, and the request's own writes that out. Between the last two is a {@code ResultSpool}, so
 * that a client that reads nothing before it has sent everything is served with bounded memory.
 */
@NullMarked
package dev.tarn.rest.bulk;

import org.jspecify.annotations.NullMarked;
