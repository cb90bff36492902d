/**
 * Tokens of OpenID Connect providers, for programs, and browsers' sessions, for people. Entry type:
 * {@link dev.tarn.signin.oidc.Issuers}.
 *
 * <p>What a provider says is believed as far as its settings say: which claim names the person,
 * which tenant that is of, and which of the provider's roles and groups are roles and teams here. A
 * provider never makes anyone an operator unless a setting maps a role to it.
 */
@NullMarked
package dev.tarn.signin.oidc;

import org.jspecify.annotations.NullMarked;
