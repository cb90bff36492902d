/**
 * Reads of the past. Entry type: {@link dev.tarn.core.history.HistoryReader}, the one read path
 * that scans the tables of record instead of an index.
 */
@NullMarked
package dev.tarn.core.history;

import org.jspecify.annotations.NullMarked;
