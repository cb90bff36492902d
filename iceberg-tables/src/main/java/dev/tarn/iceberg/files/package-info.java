/**
 * The data files of a table, one at a time. Entry type: {@link dev.tarn.iceberg.files.DataFiles},
 * which lists them with their deletion vectors, reads and writes them. What reads or rewrites more
 * than one file is in the packages {@code state}, {@code history} and {@code maintain}.
 *
 * <p>Nothing here commits.
 */
@NullMarked
package dev.tarn.iceberg.files;

import org.jspecify.annotations.NullMarked;
