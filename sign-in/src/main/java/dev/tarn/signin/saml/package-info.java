/**
 * SAML 2.0 login of people in browsers: Tarn as a service provider of the web browser SSO profile,
 * with the redirect binding for its requests and the POST binding for responses. Entry type: {@link
 * dev.tarn.signin.saml.SamlController}.
 *
 * <p>XML, signatures and encryption are those of java-saml; what a message has to say to be
 * believed is checked by it and again here, where it lets more through than is wanted. Nothing of a
 * message is used before it is verified. Messages are never logged.
 */
@NullMarked
package dev.tarn.signin.saml;

import org.jspecify.annotations.NullMarked;
