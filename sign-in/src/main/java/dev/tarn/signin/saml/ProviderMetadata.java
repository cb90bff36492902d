package dev.tarn.signin.saml;

import com.onelogin.saml2.settings.IdPMetadataParser;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.xpath.XPathException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * What is known of an identity provider.
 *
 * @param entityId its name
 * @param loginUri where browsers log in, by the redirect binding
 * @param logoutUri where browsers log out, by the redirect binding; null if nowhere
 * @param certificates of the keys that it signs with: the one of today, the next one, the last one
 */
public record ProviderMetadata(
    String entityId, URI loginUri, @Nullable URI logoutUri, List<X509Certificate> certificates) {
  private static final String SIGNING_CERTIFICATES =
      "/md:IDPSSODescriptor/md:KeyDescriptor[not(@use) or @use=\"signing\"]"
          + "/ds:KeyInfo/ds:X509Data/ds:X509Certificate";

  public ProviderMetadata {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("a SAML provider has a certificate to verify with");
    }
    if (entityId.contains("\"")) {
      throw new IllegalArgumentException("a SAML provider's entity id has no quotation mark");
    }
  }

  /**
   * Reads a document of metadata.
   *
   * @param wanted the entity id of the provider; null for the only one
   * @throws IOException if the document does not say what is needed of that provider
   */
  static ProviderMetadata parse(String xml, @Nullable String wanted) throws IOException {
    Document document = SamlXml.parse(xml);
    try {
      Map<String, Object> found = IdPMetadataParser.parseXML(document, wanted);
      String entityId = text(found, SettingsBuilder.IDP_ENTITYID_PROPERTY_KEY);
      String login = text(found, SettingsBuilder.IDP_SINGLE_SIGN_ON_SERVICE_URL_PROPERTY_KEY);
      if (entityId == null
          || entityId.contains("\"")
          || login == null
          || !isRedirect(found, SettingsBuilder.IDP_SINGLE_SIGN_ON_SERVICE_BINDING_PROPERTY_KEY)) {
        throw new IOException("the metadata has no provider with a login by HTTP redirect");
      }
      String logout = text(found, SettingsBuilder.IDP_SINGLE_LOGOUT_SERVICE_URL_PROPERTY_KEY);
      boolean canLogOut =
          logout != null
              && isRedirect(found, SettingsBuilder.IDP_SINGLE_LOGOUT_SERVICE_BINDING_PROPERTY_KEY);
      return new ProviderMetadata(
          entityId,
          URI.create(login),
          canLogOut ? URI.create(logout) : null,
          certificates(document, entityId));
    } catch (XPathException | CertificateException | IllegalArgumentException e) {
      throw new IOException("the metadata of a SAML provider is not as it should be", e);
    }
  }

  private static boolean isRedirect(Map<String, Object> found, String binding) {
    return Constants.BINDING_HTTP_REDIRECT.equals(found.get(binding));
  }

  private static @Nullable String text(Map<String, Object> found, String name) {
    return found.get(name) instanceof String text && !text.isBlank() ? text : null;
  }

  private static List<X509Certificate> certificates(Document document, String entityId)
      throws XPathException, CertificateException {
    NodeList nodes =
        Util.query(
            document,
            "//md:EntityDescriptor[@entityID=\"" + entityId + "\"]" + SIGNING_CERTIFICATES);
    List<X509Certificate> certificates = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      String text = nodes.item(i).getTextContent();
      certificates.add(Util.loadCert(Util.formatCert(text, true)));
    }
    return certificates;
  }
}
