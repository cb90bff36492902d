package dev.tarn.signin.saml;

import com.onelogin.saml2.util.Util;
import java.io.IOException;
import org.w3c.dom.Document;

/** Reads XML that comes from elsewhere. */
final class SamlXml {
  /** Without it there are no entities, and so no files or addresses to read them from. */
  private static final String DOCUMENT_TYPE = "<!DOCTYPE";

  private SamlXml() {}

  /**
   * Reads a document; its attributes {@code ID} are ids.
   *
   * @throws IOException if it is none, or has a document type
   */
  static Document parse(String xml) throws IOException {
    Document document = xml.contains(DOCUMENT_TYPE) ? null : Util.loadXML(xml);
    if (document == null) {
      throw new IOException("not a document of XML, or one with a document type");
    }
    return document;
  }
}
