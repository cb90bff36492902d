package dev.tarn.signin.web;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells signed JWTs from keys, and by whom they say they are, before anything is verified. */
public final class JwtForm {
  /** A JSON object in Base64 begins so; RFC 7515, 3.1. */
  private static final Pattern FORM =
      Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

  private JwtForm() {}

  /** Returns whether a text has the form of a signed JWT. */
  public static boolean isJwt(String text) {
    return FORM.matcher(text).matches();
  }

  /** Returns whom a text names as its issuer; nothing says that it is true. */
  public static Optional<String> issuer(String text) {
    if (!isJwt(text)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(SignedJWT.parse(text).getJWTClaimsSet().getIssuer());
    } catch (ParseException e) {
      return Optional.empty();
    }
  }
}
