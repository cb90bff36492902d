/**
 * Keys of programs, and the installation's admin key. Entry type: {@link
 * dev.tarn.signin.key.ApiKeys}.
 *
 * <p>A key's text is {@code tarn_<id>_<secret>}. The control database has the SHA-256 of the text
 * and nothing that the text could be found from: the secret has 256 random bits, so that there is
 * nothing to guess, and a slow hash, which is for what people think of, would only slow requests
 * down. Texts are compared in constant time, and are hashed before it is looked whether there is
 * such a key.
 *
 * <p>What a key was is never deleted: a key that is revoked or expired stays, for the audit.
 */
@NullMarked
package dev.tarn.signin.key;

import org.jspecify.annotations.NullMarked;
