/** What is held of persons, over HTTP. */
@NullMarked
package dev.tarn.rest.privacy;

import org.jspecify.annotations.NullMarked;
