/**
 * Reads of the past, from the tables. Entry type: {@link dev.tarn.iceberg.history.TableHistory}.
 *
 * <p>The state at a commit is the state tables as that commit has them, and over them the changes
 * between their offset and the commit. The changes are read from the log's newest version, which
 * has every entry in fewer, larger files: so nothing here depends on files that compaction
 * replaced.
 *
 * <p>Files are left out by their bounds and Bloom filters, where they have some; what remains is
 * scanned. This is the one read path that scans: it takes seconds on millions of rows.
 */
@NullMarked
package dev.tarn.iceberg.history;

import org.jspecify.annotations.NullMarked;
