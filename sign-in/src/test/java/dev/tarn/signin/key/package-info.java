/** Keys, in a real database. */
@NullMarked
package dev.tarn.signin.key;

import org.jspecify.annotations.NullMarked;
