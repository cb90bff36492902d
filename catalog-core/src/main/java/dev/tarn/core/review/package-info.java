/**
 * Review of what a branch brings before it is merged. {@link dev.tarn.core.review.BranchRules} says
 * whether a branch may be changed.
 */
@NullMarked
package dev.tarn.core.review;

import org.jspecify.annotations.NullMarked;
