/** How the index of a branch is, and its rebuilds and verifications. */
@NullMarked
package dev.tarn.rest.index;

import org.jspecify.annotations.NullMarked;
