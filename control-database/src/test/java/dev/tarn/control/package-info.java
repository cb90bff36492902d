/** The same test on every database. */
@NullMarked
package dev.tarn.control;

import org.jspecify.annotations.NullMarked;
