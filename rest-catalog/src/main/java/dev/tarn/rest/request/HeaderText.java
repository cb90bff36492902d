package dev.tarn.rest.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text for people in a header. */
final class HeaderText {
  private HeaderText() {}

  /**
   * Returns the text as UTF-8, which clients send, where the container has read ISO-8859-1; text
   * that is not UTF-8 stays as it is.
   */
  static String decode(String header) {
    byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return header;
    }
  }
}
