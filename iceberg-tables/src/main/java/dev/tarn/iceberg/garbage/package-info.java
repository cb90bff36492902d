/**
 * Finds and deletes the files that only deleted branches referred to. {@link
 * dev.tarn.iceberg.garbage.GarbageCollection} does it, in three steps: it lists what deleted
 * branches had, takes out of that what anything that lives leads to, and deletes the rest. {@link
 * dev.tarn.iceberg.garbage.DeletedBranches} is how it knows which branches there were.
 *
 * <p>What is not known to have been a deleted branch's is not looked at. What cannot be read stops
 * everything before the first deletion.
 */
@NullMarked
package dev.tarn.iceberg.garbage;

import org.jspecify.annotations.NullMarked;
