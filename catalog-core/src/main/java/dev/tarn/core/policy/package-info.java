/**
 * Who may do what. Entry type: {@link dev.tarn.core.policy.Policy}; every read and write of the
 * catalog asks it, and nothing answers without.
 */
@NullMarked
package dev.tarn.core.policy;

import org.jspecify.annotations.NullMarked;
