package dev.tarn.core.asset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash behind deterministic ids. */
final class Identity {
  private static final int ID_BYTES = 16;
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(Identity::newDigest);

  private Identity() {}

  static String hash(String... parts) {
    MessageDigest digest = SHA_256.get();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        digest.update((byte) 0);
      }
      digest.update(parts[i].getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  static boolean isId(String text) {
    if (text.length() != 2 * ID_BYTES) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
