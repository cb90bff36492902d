/**
 * Change requests over HTTP: {@link dev.tarn.rest.review.ChangeRequestController}. What they are
 * and what they let through is the core's to say.
 */
@NullMarked
package dev.tarn.rest.review;

import org.jspecify.annotations.NullMarked;
