/**
 * Who may do what, and why. Entry type: {@link dev.tarn.rest.access.AccessController}. What others
 * may, and what a branch would change, is told to who manages access.
 */
@NullMarked
package dev.tarn.rest.access;

import org.jspecify.annotations.NullMarked;
