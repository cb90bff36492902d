/**
 * The catalog as a principal may see and change it: what the policy's answer hides is not there.
 * Entry types: {@link dev.tarn.core.access.RestrictedSnapshot}, {@link
 * dev.tarn.core.access.RestrictedHistory} and {@link dev.tarn.core.access.RestrictedPointers} for
 * reads, {@link dev.tarn.core.access.WriteRule} for writes. The catalog puts them around its
 * stores; a protocol that reads through the catalog cannot pass them by.
 */
@NullMarked
package dev.tarn.core.access;

import org.jspecify.annotations.NullMarked;
