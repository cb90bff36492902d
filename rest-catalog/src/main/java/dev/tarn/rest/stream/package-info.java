/**
 * Any number of changes in a row. Entry type: {@link dev.tarn.rest.stream.ChangeStream}, which
 * gathers them into submissions, keeps a bounded number in flight, waits while the catalog's queue
 * is full, and says what became of each, in order.
 */
@NullMarked
package dev.tarn.rest.stream;

import org.jspecify.annotations.NullMarked;
