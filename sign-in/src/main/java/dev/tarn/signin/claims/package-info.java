/**
 * What identity providers say of people and programs, and what that means here, whatever protocol
 * they say it in. Entry type: {@link dev.tarn.signin.claims.ClaimMapping}.
 */
@NullMarked
package dev.tarn.signin.claims;

import org.jspecify.annotations.NullMarked;
