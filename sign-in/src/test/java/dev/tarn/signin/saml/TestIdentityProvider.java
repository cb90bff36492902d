package dev.tarn.signin.saml;

import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import dev.tarn.signin.PemPair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Makes responses as an identity provider does, with anything in them that a test wants. */
final class TestIdentityProvider {
  static final String ENTITY_ID = "https://idp.example/saml";
  static final String AUDIENCE = "https://tarn.example";

  private static final String NAMESPACES =
      " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
          + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"";

  private final PemPair keys;
  private final String consumer;

  /** What of a response is signed. */
  enum Signed {
    RESPONSE,
    ASSERTION,
    NOTHING
  }

  /**
   * @param consumer where responses are sent to
   */
  TestIdentityProvider(PemPair keys, String consumer) {
    this.keys = keys;
    this.consumer = consumer;
  }

  /** Returns an assertion about someone that is good now, as the answer to a request. */
  String assertion(String name, String request, Instant now) {
    Instant soon = now.plusSeconds(60);
    return """
    <saml:Assertion%s ID="_%s" Version="2.0" IssueInstant="%s"><saml:Issuer>%s</saml:Issuer>\
    <saml:Subject><saml:NameID>%s</saml:NameID>\
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
    <saml:SubjectConfirmationData InResponseTo="%s" NotOnOrAfter="%s" Recipient="%s"/>\
    </saml:SubjectConfirmation></saml:Subject>\
    <saml:Conditions NotBefore="%s" NotOnOrAfter="%s">\
    <saml:AudienceRestriction><saml:Audience>%s</saml:Audience></saml:AudienceRestriction>\
    </saml:Conditions>\
    <saml:AuthnStatement AuthnInstant="%s" SessionIndex="s-%s"><saml:AuthnContext>\
    <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
    </saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
    <saml:AttributeStatement><saml:Attribute Name="groups">\
    <saml:AttributeValue>readers</saml:AttributeValue>\
    <saml:AttributeValue>strangers</saml:AttributeValue></saml:Attribute>\
    </saml:AttributeStatement></saml:Assertion>\
    """
        .formatted(
            NAMESPACES,
            UUID.randomUUID(),
            time(now),
            ENTITY_ID,
            name,
            request,
            time(soon),
            consumer,
            time(now.minusSeconds(1)),
            time(soon),
            AUDIENCE,
            time(now),
            name);
  }

  /** Returns a response with an assertion. */
  String response(String assertion, String request, Instant now) {
    return """
    <samlp:Response%s ID="_%s" Version="2.0" IssueInstant="%s" Destination="%s"\
     InResponseTo="%s"><saml:Issuer>%s</saml:Issuer><samlp:Status>\
    <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
    %s</samlp:Response>\
    """
        .formatted(
            NAMESPACES, UUID.randomUUID(), time(now), consumer, request, ENTITY_ID, assertion);
  }

  /**
   * Returns a whole response, signed.
   *
   * @param assertion changes the assertion before it is signed
   * @param response changes the response before it is signed
   */
  String signed(
      Signed what,
      String name,
      String request,
      Instant now,
      UnaryOperator<String> assertion,
      UnaryOperator<String> response)
      throws Exception {
    String inner = assertion.apply(assertion(name, request, now));
    String outer =
        response.apply(
            response(what == Signed.ASSERTION ? sign(inner, keys) : inner, request, now));
    return what == Signed.RESPONSE ? sign(outer, keys) : outer;
  }

  /** Returns a request to log someone out, signed. */
  String logout(String name, String sessionIndex, String destination, Instant now)
      throws Exception {
    return sign(
        """
        <samlp:LogoutRequest%s ID="_%s" Version="2.0" IssueInstant="%s" Destination="%s">\
        <saml:Issuer>%s</saml:Issuer><saml:NameID>%s</saml:NameID>\
        <samlp:SessionIndex>%s</samlp:SessionIndex></samlp:LogoutRequest>\
        """
            .formatted(
                NAMESPACES,
                UUID.randomUUID(),
                time(now),
                destination,
                ENTITY_ID,
                name,
                sessionIndex),
        keys);
  }

  /** Signs what a document has as its root. */
  static String sign(String xml, PemPair keys) throws Exception {
    return sign(xml, keys, Constants.RSA_SHA256, Constants.SHA256);
  }

  static String sign(String xml, PemPair keys, String algorithm, String digest) throws Exception {
    return Util.addSign(
        Util.loadXML(xml), keys.privateKey(), keys.certificate(), algorithm, digest);
  }

  static String encoded(String xml) {
    return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
