package dev.tarn.signin.saml;

import com.onelogin.saml2.authn.SamlResponse;
import com.onelogin.saml2.exception.ValidationError;
import com.onelogin.saml2.util.Util;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Verifies responses of a provider. Beside what java-saml checks (schema, status, one assertion,
 * signatures and what they are of, issuer, recipient, what it answers), a response has to name this
 * server as its audience and its destination, and to be of the time that the clock says.
 */
final class ResponseVerifier {
  private static final String ASSERTION = "/samlp:Response/saml:Assertion";
  private static final String CONDITIONS = ASSERTION + "/saml:Conditions";
  private static final String CONFIRMATION =
      ASSERTION + "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData";
  private static final String NOT_BEFORE = "NotBefore";
  private static final String NOT_ON_OR_AFTER = "NotOnOrAfter";
  private static final int MAX_ID_CHARS = 256;
  private static final int MAX_NAME_CHARS = 1024;

  private final SamlProvider self;
  private final MetadataSource metadata;
  private final Clock clock;

  ResponseVerifier(SamlProvider self, MetadataSource metadata, Clock clock) {
    this.self = self;
    this.metadata = metadata;
    this.clock = clock;
  }

  /**
   * Verifies a response.
   *
   * @param base where this server is for the browser
   * @param encoded as it came, in Base64
   * @param requestId of the request that the browser has made; null if it has made none
   * @throws RefusedMessageException if it is not to be believed
   * @throws IOException if nothing is known of the provider
   */
  Assertion verify(String base, String encoded, @Nullable String requestId)
      throws RefusedMessageException, IOException {
    ProviderMetadata known = metadata.current();
    try {
      return verify(known, base, encoded, requestId);
    } catch (UnknownKeyException e) {
      ProviderMetadata newer = metadata.newer();
      if (newer.equals(known)) {
        throw e.refused();
      }
      try {
        return verify(newer, base, encoded, requestId);
      } catch (UnknownKeyException again) {
        throw again.refused();
      }
    }
  }

  /** A signature that is of no key that is known. */
  private static final class UnknownKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedMessageException refused() {
      return new RefusedMessageException("the signature is not good", this);
    }
  }

  private Assertion verify(
      ProviderMetadata provider, String base, String encoded, @Nullable String requestId)
      throws RefusedMessageException, UnknownKeyException {
    Element root = root(encoded);
    boolean answers = root.hasAttribute("InResponseTo");
    if (answers && requestId == null) {
      throw new RefusedMessageException("it answers a request that this browser has not made");
    }
    if (!answers && !self.providerInitiated()) {
      throw new RefusedMessageException("it answers no request");
    }
    if (!root.hasAttribute("Destination")) {
      throw new RefusedMessageException("it has no destination");
    }
    SamlResponse response = response(provider, base, encoded);
    if (!response.isValid(answers ? requestId : null)) {
      if (response.getValidationException() instanceof ValidationError error
          && error.getErrorCode() == ValidationError.INVALID_SIGNATURE) {
        throw new UnknownKeyException();
      }
      throw RefusedMessageException.of(response.getError());
    }
    try {
      return assertion(response);
    } catch (RefusedMessageException e) {
      throw e;
    } catch (Exception e) {
      // Of java-saml's methods, which declare no less.
      throw new RefusedMessageException("its assertion cannot be read", e);
    }
  }

  private static Element root(String encoded) throws RefusedMessageException {
    try {
      return SamlXml.parse(new String(Util.base64decoder(encoded), StandardCharsets.UTF_8))
          .getDocumentElement();
    } catch (IOException e) {
      throw new RefusedMessageException("not XML, or with a document type", e);
    }
  }

  private SamlResponse response(ProviderMetadata provider, String base, String encoded)
      throws RefusedMessageException {
    try {
      return new SamlResponse(
          Toolkit.settings(self, provider, base), SamlPaths.consumer(base, self.name()), encoded);
    } catch (Exception e) {
      // Of its many, none says more: the message cannot be read, or not be decrypted.
      throw new RefusedMessageException("it cannot be read, or not be decrypted", e);
    }
  }

  private Assertion assertion(SamlResponse response) throws Exception {
    if (!response.getAudiences().contains(self.entityId())) {
      throw new RefusedMessageException("its audience is another");
    }
    Instant endsAt = checkTimes(SamlXml.parse(response.getSAMLResponseXml()));
    String id = response.getAssertionId();
    String name = response.getNameId();
    if (id.length() > MAX_ID_CHARS || name == null || name.length() > MAX_NAME_CHARS) {
      throw new RefusedMessageException("its id is too long, or its name is");
    }
    Map<String, Object> attributes = new HashMap<>();
    response
        .getAttributes()
        .forEach((attribute, texts) -> attributes.put(attribute, Assertion.value(texts)));
    attributes.put(Assertion.NAME_ID, name);
    var sessionEnd = response.getSessionNotOnOrAfter();
    return new Assertion(
        id,
        new Logouts.Subject(self.name(), name),
        response.getSessionIndex(),
        endsAt,
        sessionEnd == null ? Instant.MAX : Instant.ofEpochMilli(sessionEnd.getMillis()),
        attributes);
  }

  /** Returns when the assertion is refused for its age, with the skew of the clock. */
  private Instant checkTimes(Document document) throws Exception {
    Duration skew = self.clockSkew();
    Instant now = clock.instant();
    Instant end = Instant.MAX;
    NodeList conditions = Util.query(document, CONDITIONS);
    NodeList confirmations = Util.query(document, CONFIRMATION);
    for (NodeList nodes : new NodeList[] {conditions, confirmations}) {
      for (int i = 0; i < nodes.getLength(); i++) {
        Element element = (Element) nodes.item(i);
        Instant notBefore = time(element, NOT_BEFORE);
        Instant notOnOrAfter = time(element, NOT_ON_OR_AFTER);
        if (notBefore != null && now.isBefore(notBefore.minus(skew))) {
          throw new RefusedMessageException("it is not good yet");
        }
        if (notOnOrAfter != null && notOnOrAfter.plus(skew).isBefore(end)) {
          end = notOnOrAfter.plus(skew);
        }
      }
    }
    if (conditions.getLength() != 1 || !now.isBefore(end)) {
      throw new RefusedMessageException("it has ended");
    }
    return end;
  }

  private static @Nullable Instant time(Element element, String attribute)
      throws RefusedMessageException {
    if (!element.hasAttribute(attribute)) {
      return null;
    }
    try {
      return OffsetDateTime.parse(element.getAttribute(attribute)).toInstant();
    } catch (DateTimeException e) {
      throw new RefusedMessageException("a time in it is none", e);
    }
  }
}
