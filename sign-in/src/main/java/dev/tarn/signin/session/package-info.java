/**
 * Browsers' sessions, whatever people have logged in with. Entry type: {@link
 * dev.tarn.signin.session.Sessions}.
 */
@NullMarked
package dev.tarn.signin.session;

import org.jspecify.annotations.NullMarked;
