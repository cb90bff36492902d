/**
 * OAuth 2.0 tokens that this installation issues for its keys, for clients that expect a token
 * endpoint. Entry type: {@link dev.tarn.signin.token.ClientTokens}.
 *
 * <p>A token is a JWT that lives for minutes and names its key. What the key brings is read when
 * the token is used, so that a key that is revoked, or brings less, ends or narrows its tokens at
 * once. Tokens are signed with a key pair of the installation, which changes now and then; the
 * public keys are at {@code /.well-known/jwks.json}.
 */
@NullMarked
package dev.tarn.signin.token;

import org.jspecify.annotations.NullMarked;
