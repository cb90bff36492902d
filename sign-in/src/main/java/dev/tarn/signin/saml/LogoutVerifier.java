package dev.tarn.signin.saml;

import com.onelogin.saml2.http.HttpRequest;
import com.onelogin.saml2.logout.LogoutRequest;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.util.Util;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import javax.xml.xpath.XPathExpressionException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Verifies a provider's requests to log someone out; each has to be signed. */
final class LogoutVerifier {
  /** How old a request may be. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private static final String SIGNATURE = "/samlp:LogoutRequest/ds:Signature";

  private final SamlProvider self;
  private final Clock clock;

  LogoutVerifier(SamlProvider self, Clock clock) {
    this.self = self;
    this.clock = clock;
  }

  /**
   * A request to log someone out.
   *
   * @param sessionIndexes of the provider's sessions; none for all
   */
  record Logout(String id, Logouts.Subject subject, List<String> sessionIndexes) {
    Logout {
      sessionIndexes = List.copyOf(sessionIndexes);
    }
  }

  /**
   * Verifies a request of the redirect binding, where the query is signed.
   *
   * @param query as it came
   */
  Logout ofQuery(
      ProviderMetadata provider, String base, Map<String, List<String>> parameters, String query)
      throws RefusedMessageException {
    Saml2Settings settings = Toolkit.settings(self, provider, base);
    settings.setWantMessagesSigned(true);
    LogoutRequest request =
        new LogoutRequest(
            settings, new HttpRequest(SamlPaths.logout(base, self.name()), parameters, query));
    if (!request.isValid()) {
      throw RefusedMessageException.of(request.getError());
    }
    return read(provider, base, request.getLogoutRequestXml());
  }

  /**
   * Verifies a request of the POST binding, where the document is signed.
   *
   * @param encoded as it came, in Base64
   */
  Logout ofForm(ProviderMetadata provider, String base, String encoded)
      throws RefusedMessageException {
    String xml = new String(Util.base64decoder(encoded), StandardCharsets.UTF_8);
    try {
      Document document = SamlXml.parse(xml);
      String id = document.getDocumentElement().getAttribute("ID");
      NodeList references =
          Util.query(document, SIGNATURE + "/ds:SignedInfo/ds:Reference[@URI=\"#" + id + "\"]");
      if (id.contains("\"")
          || Util.query(document, "//ds:Reference").getLength() != 1
          || references.getLength() != 1
          || !Util.validateSign(document, provider.certificates(), null, null, SIGNATURE, true)) {
        throw new RefusedMessageException("it is not signed as it should be");
      }
    } catch (IOException | XPathExpressionException e) {
      throw new RefusedMessageException("not XML, or with a document type", e);
    }
    return read(provider, base, xml);
  }

  private Logout read(ProviderMetadata provider, String base, String xml)
      throws RefusedMessageException {
    try {
      Document document = SamlXml.parse(xml);
      Element root = document.getDocumentElement();
      if (!provider.entityId().equals(LogoutRequest.getIssuer(document))) {
        throw new RefusedMessageException("its issuer is another");
      }
      if (root.hasAttribute("Destination")
          && !root.getAttribute("Destination").equals(SamlPaths.logout(base, self.name()))) {
        throw new RefusedMessageException("its destination is another");
      }
      checkTimes(root);
      PrivateKey key = self.keys() == null ? null : self.keys().privateKey();
      return new Logout(
          root.getAttribute("ID"),
          new Logouts.Subject(self.name(), LogoutRequest.getNameId(document, key)),
          LogoutRequest.getSessionIndexes(document));
    } catch (RefusedMessageException e) {
      throw e;
    } catch (Exception e) {
      // Of java-saml's methods, which declare no less.
      throw new RefusedMessageException("it cannot be read", e);
    }
  }

  private void checkTimes(Element root) throws RefusedMessageException {
    Instant now = clock.instant();
    Duration skew = self.clockSkew();
    Instant issued = OffsetDateTime.parse(root.getAttribute("IssueInstant")).toInstant();
    if (issued.isAfter(now.plus(skew)) || issued.isBefore(now.minus(MAX_AGE).minus(skew))) {
      throw new RefusedMessageException("it is not of now");
    }
    if (root.hasAttribute("NotOnOrAfter")
        && !now.isBefore(
            OffsetDateTime.parse(root.getAttribute("NotOnOrAfter")).toInstant().plus(skew))) {
      throw new RefusedMessageException("it has ended");
    }
  }
}
