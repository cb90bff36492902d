/** The table {@code audit} of a branch: what the tenant's audit has, for engines. */
@NullMarked
package dev.tarn.iceberg.audit;

import org.jspecify.annotations.NullMarked;
