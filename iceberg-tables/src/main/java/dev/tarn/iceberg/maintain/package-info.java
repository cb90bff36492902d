/**
 * Housekeeping of a branch's tables. Entry type: {@link
 * dev.tarn.iceberg.maintain.TableMaintenance}.
 *
 * <p>Each commit adds small files. Here they become fewer, larger ones: those of {@code changes},
 * one for each group, become Parquet sorted by entity within a range of the log; those of the state
 * tables, with their deletion vectors, become files without deleted rows. Files of similar size are
 * merged, so that each row is rewritten a number of times that grows with the logarithm of the
 * table.
 *
 * <p>The work is done beside the traffic; only its commit, some milliseconds, takes turns with
 * other commits. What was replaced is not deleted here: other branches, tags and readers may need
 * it.
 */
@NullMarked
package dev.tarn.iceberg.maintain;

import org.jspecify.annotations.NullMarked;
