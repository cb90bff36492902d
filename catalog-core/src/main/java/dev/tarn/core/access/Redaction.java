package dev.tarn.core.access;

import dev.tarn.core.asset.AssetId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids that stand for hidden assets. An asset's own id is no secret: who guesses its name can
 * compute it. So answers have another one, which nobody can compute, and which begins such that it
 * is known for what it is.
 */
public final class Redaction {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String MARK = "000000000000";
  private static final int KEY_BYTES = 32;
  private static final SecretKeySpec KEY = key();

  private Redaction() {}

  private static SecretKeySpec key() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new SecretKeySpec(key, ALGORITHM);
  }

  /** Returns whether an id stands for an asset that is hidden. */
  public static boolean isRedacted(AssetId id) {
    return id.value().startsWith(MARK);
  }

  /** Returns the id itself if it is among the visible, and else what stands for it. */
  static AssetId of(AssetId id, Set<AssetId> visible) {
    if (visible.contains(id)) {
      return id;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      byte[] digest = mac.doFinal(id.value().getBytes(StandardCharsets.UTF_8));
      String hex = HexFormat.of().formatHex(digest);
      return new AssetId(MARK + hex.substring(0, id.value().length() - MARK.length()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
