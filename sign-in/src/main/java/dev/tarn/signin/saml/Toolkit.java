package dev.tarn.signin.saml;

import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.onelogin.saml2.util.Constants;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What java-saml is told of a provider and of this server. */
final class Toolkit {
  private Toolkit() {}

  /**
   * Returns its settings: strict, with every check that it has.
   *
   * @param provider null to describe this server alone
   * @param base where this server is for the browser, such as {@code https://tarn.example}
   */
  static Saml2Settings settings(
      SamlProvider self, @Nullable ProviderMetadata provider, String base) {
    Map<String, Object> values = new HashMap<>();
    values.put(SettingsBuilder.STRICT_PROPERTY_KEY, true);
    values.put(SettingsBuilder.UNIQUE_ID_PREFIX_PROPERTY_KEY, "tarn-");
    values.put(SettingsBuilder.SP_ENTITYID_PROPERTY_KEY, self.entityId());
    values.put(
        SettingsBuilder.SP_ASSERTION_CONSUMER_SERVICE_URL_PROPERTY_KEY,
        SamlPaths.consumer(base, self.name()));
    values.put(
        SettingsBuilder.SP_SINGLE_LOGOUT_SERVICE_URL_PROPERTY_KEY,
        SamlPaths.logout(base, self.name()));
    SamlProvider.Keys keys = self.keys();
    boolean signs = keys != null;
    if (keys != null) {
      values.put(SettingsBuilder.SP_PRIVATEKEY_PROPERTY_KEY, keys.privateKey());
      values.put(SettingsBuilder.SP_X509CERT_PROPERTY_KEY, keys.certificate());
    }
    values.put(SettingsBuilder.SECURITY_AUTHREQUEST_SIGNED, signs);
    values.put(SettingsBuilder.SECURITY_LOGOUTRESPONSE_SIGNED, signs);
    values.put(SettingsBuilder.SECURITY_SIGNATURE_ALGORITHM, Constants.RSA_SHA256);
    values.put(SettingsBuilder.SECURITY_DIGEST_ALGORITHM, Constants.SHA256);
    values.put(SettingsBuilder.SECURITY_WANT_XML_VALIDATION, true);
    values.put(SettingsBuilder.SECURITY_REJECT_DEPRECATED_ALGORITHM, true);
    values.put(SettingsBuilder.SECURITY_REJECT_UNSOLICITED_RESPONSES_WITH_INRESPONSETO, true);
    values.put(SettingsBuilder.SECURITY_ALLOW_REPEAT_ATTRIBUTE_NAME_PROPERTY_KEY, true);
    if (provider != null) {
      addProvider(values, provider);
    }
    return new SettingsBuilder().fromValues(values).build();
  }

  private static void addProvider(Map<String, Object> values, ProviderMetadata provider) {
    values.put(SettingsBuilder.IDP_ENTITYID_PROPERTY_KEY, provider.entityId());
    values.put(
        SettingsBuilder.IDP_SINGLE_SIGN_ON_SERVICE_URL_PROPERTY_KEY,
        provider.loginUri().toString());
    if (provider.logoutUri() != null) {
      values.put(
          SettingsBuilder.IDP_SINGLE_LOGOUT_SERVICE_URL_PROPERTY_KEY,
          provider.logoutUri().toString());
    }
    List<X509Certificate> certificates = provider.certificates();
    for (int i = 0; i < certificates.size(); i++) {
      values.put(SettingsBuilder.IDP_X509CERTMULTI_PROPERTY_KEY + "." + i, certificates.get(i));
    }
  }
}
