/**
 * Brings what one branch has changed into another, or takes back what a commit has changed. Both
 * are the same: three states of each entity, the {@code base} that the two sides had in common,
 * {@code ours} that is to be changed, and {@code theirs} whose changes since the base are taken
 * over. {@link dev.tarn.core.merge.FieldMerge} merges values, {@link
 * dev.tarn.core.merge.EntityMerge} entities, {@link dev.tarn.core.merge.Structure} makes the whole
 * hold together, {@link dev.tarn.core.merge.PointerMerge} does the same for the users' tables;
 * {@link dev.tarn.core.merge.MergePlanner} makes of it what is committed at once.
 */
@NullMarked
package dev.tarn.core.merge;

import org.jspecify.annotations.NullMarked;
