/**
 * Proof that an index has what the tables have. Entry type: {@link
 * dev.tarn.core.verify.IndexVerification}, which reads a {@link dev.tarn.core.state.StateSource}
 * from one end to the other and looks everything up in an index at the same commit. It knows
 * neither how the one is stored nor the other.
 */
@NullMarked
package dev.tarn.core.verify;

import org.jspecify.annotations.NullMarked;
