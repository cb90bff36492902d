/**
 * Review of what a branch brings before it is merged. A {@link dev.tarn.core.review.ChangeRequest}
 * is an asset of the target branch ({@link dev.tarn.core.review.ChangeRequestAsset}); {@link
 * dev.tarn.core.review.Standing} says whether it is approved. A {@link
 * dev.tarn.core.review.DiffCheck} looks at what a merge would make of the target; {@link
 * dev.tarn.core.review.DiffChecks} are those that there are. {@link
 * dev.tarn.core.review.BranchRules} says whether a branch may be changed.
 */
@NullMarked
package dev.tarn.core.review;

import org.jspecify.annotations.NullMarked;
