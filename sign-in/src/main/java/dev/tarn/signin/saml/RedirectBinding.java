package dev.tarn.signin.saml;

import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Messages to a provider, by way of the browser, as "Bindings for SAML 2.0", 3.4 has them. */
final class RedirectBinding {
  static final String RESPONSE = "SAMLResponse";
  static final String REQUEST = "SAMLRequest";

  private RedirectBinding() {}

  /**
   * Returns where to send the browser.
   *
   * @param encoded the message, deflated and in Base64
   * @param keys to sign it with; null not to
   */
  static String location(
      URI target,
      String parameter,
      String encoded,
      @Nullable String relayState,
      SamlProvider.@Nullable Keys keys) {
    String query = parameter + "=" + encode(encoded);
    if (relayState != null) {
      query += "&RelayState=" + encode(relayState);
    }
    if (keys != null) {
      query += "&SigAlg=" + encode(Constants.RSA_SHA256);
      query += "&Signature=" + encode(Util.base64encoder(sign(query, keys)));
    }
    return target + (target.getRawQuery() == null ? "?" : "&") + query;
  }

  private static byte[] sign(String query, SamlProvider.Keys keys) {
    try {
      return Util.sign(query, keys.privateKey(), Constants.RSA_SHA256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was good at the start does not sign", e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
