/**
 * SCIM 2.0 (RFC 7643, RFC 7644): an identity provider keeps users and groups here as it has them.
 * Entry type: {@link dev.tarn.signin.scim.ScimController}.
 *
 * <p>A user of SCIM is an asset of type {@code user}, a group one of type {@code team}, and who is
 * in a group a relationship {@code member-of}: what policies look at, with a history, written with
 * the principal of the provider's key. The actor {@code user:<userName>} of one that is not active
 * is blocked, and loses keys and sessions. What an asset has no place for is not kept.
 */
@NullMarked
package dev.tarn.signin.scim;

import org.jspecify.annotations.NullMarked;
