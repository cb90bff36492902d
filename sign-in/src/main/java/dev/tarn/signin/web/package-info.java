/**
 * How requests are let in: from a header of HTTP to a principal. Entry type: {@link
 * dev.tarn.signin.web.BearerSignIn}.
 */
@NullMarked
package dev.tarn.signin.web;

import org.jspecify.annotations.NullMarked;
