/**
 * What deleted branches leave behind. {@link dev.tarn.core.log.CatalogStore#collectGarbage} removes
 * it: begin with {@link dev.tarn.core.garbage.GarbageRequest}, which says from when on, and {@link
 * dev.tarn.core.garbage.GarbageReport}, which says what was found.
 *
 * <p>Nothing here decides what is garbage: only the store knows what leads to a file.
 */
@NullMarked
package dev.tarn.core.garbage;

import org.jspecify.annotations.NullMarked;
