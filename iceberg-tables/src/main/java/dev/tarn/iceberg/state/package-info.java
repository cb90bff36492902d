/**
 * The state tables: {@code assets}, {@code relationships} and {@code types}, kept up to date from
 * the log. Entry type: {@link dev.tarn.iceberg.state.Materialiser}, a follower of the log.
 *
 * <p>A batch of changes becomes one commit: new rows in one Parquet file for each table, the rows
 * they replace marked in deletion vectors, and the offset as a property of {@code assets}. Deletion
 * vectors need to know where a row is; that is in a local {@code PositionIndex}, which is
 * disposable: it names the snapshot that it belongs to, and is brought up to another one from the
 * tables.
 *
 * <p>Tombstones stay as rows, so that a row is only ever replaced: the newest file that has an id
 * has its state.
 */
@NullMarked
package dev.tarn.iceberg.state;

import org.jspecify.annotations.NullMarked;
