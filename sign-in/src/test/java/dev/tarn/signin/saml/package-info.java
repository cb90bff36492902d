@NullMarked
package dev.tarn.signin.saml;

import org.jspecify.annotations.NullMarked;
