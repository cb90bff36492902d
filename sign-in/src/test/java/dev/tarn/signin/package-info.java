/** Sign-in over HTTP, with real databases and a catalog in memory. */
@NullMarked
package dev.tarn.signin;

import org.jspecify.annotations.NullMarked;
