/**
 * The contract of the change log: the truth of a branch, that every store follows. Entry types:
 * {@link dev.tarn.core.log.ChangeLog}, which a storage module implements, {@link
 * dev.tarn.core.log.LogTail}, the recent end of it in memory, and {@link
 * dev.tarn.core.log.LogFollower}, what a store that derives from it implements.
 */
@NullMarked
package dev.tarn.core.log;

import org.jspecify.annotations.NullMarked;
