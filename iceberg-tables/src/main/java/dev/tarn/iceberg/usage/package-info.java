/** The table of who used which table: {@link dev.tarn.iceberg.usage.IcebergUsage}. */
@NullMarked
package dev.tarn.iceberg.usage;

import org.jspecify.annotations.NullMarked;
