package dev.tarn.server.permissions;

/** With what people and programs sign in; see {@link Who} for what they may do then. */
enum CredentialKind {
  API_KEY,
  /** A token of OAuth 2.0 that this installation has issued for a key. */
  CLIENT_TOKEN,
  /** A token of an OIDC provider. */
  JWT,
  /** A browser's cookie, after a login at an OIDC provider. */
  SESSION,
  /** A client's certificate, in TLS. */
  CERTIFICATE
}
