/**
 * What is different between two points of a tenant's history. {@link dev.tarn.core.diff.MergeBase}
 * finds where they part; only what either log has changed since then is looked at, so the cost is
 * that of the changes, not of the catalog. {@link dev.tarn.core.diff.BranchDiff} compares them,
 * entity by entity, field by field.
 */
@NullMarked
package dev.tarn.core.diff;

import org.jspecify.annotations.NullMarked;
