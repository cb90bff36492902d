/**
 * Merging branches and taking commits back, over HTTP: {@link dev.tarn.rest.merge.MergeController}.
 */
@NullMarked
package dev.tarn.rest.merge;

import org.jspecify.annotations.NullMarked;
