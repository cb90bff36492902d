/**
 * Sign-in: who asks, made sure of. Entry type: {@link dev.tarn.signin.SignInConfiguration}.
 *
 * <p>Every request brings a credential, or is answered 401 before anything else looks at it; the
 * few exceptions are in {@link dev.tarn.signin.OpenPaths}. What a credential is, the packages below
 * say: {@code key} the keys of programs and the admin key, {@code token} what is issued for keys,
 * {@code oidc} what other identity providers issue, and browsers' sessions.
 *
 * <p>Whoever is let in is a {@link dev.tarn.core.scope.SignedIn}; what they may do is not decided
 * here. A credential that is wrong, expired, revoked or a blocked actor's is answered the same.
 */
@NullMarked
package dev.tarn.signin;

import org.jspecify.annotations.NullMarked;
