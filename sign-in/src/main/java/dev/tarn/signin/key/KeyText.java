package dev.tarn.signin.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of keys: {@code tarn_<id>_<secret>}. */
final class KeyText {
  /** The id of the admin key, the one key whose text may have another form. */
  static final String ADMIN = "admin";

  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("tarn_([a-z0-9]{1,40})_[A-Za-z0-9_-]{43}");

  private KeyText() {}

  static String newId(SecureRandom random) {
    return HexFormat.of().formatHex(bytes(random, ID_BYTES));
  }

  static String newText(String id, SecureRandom random) {
    return "tarn_"
        + id
        + "_"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, SECRET_BYTES));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns the id of the key that a text says it is; the admin key's where it says nothing. */
  static String id(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() ? matcher.group(1) : ADMIN;
  }

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
