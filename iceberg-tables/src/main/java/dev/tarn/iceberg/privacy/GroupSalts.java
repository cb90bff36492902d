package dev.tarn.iceberg.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * New salts of groups of which a row was replaced. A group has the same one in all files that have
 * rows of it, also where a crash came between: it derives from a secret of the run. With the secret
 * gone, it is as good as random.
 */
final class GroupSalts {
  private static final String HMAC = "HmacSHA256";
  private static final int SALT_BYTES = 16;

  private final RewriteNotes notes;
  private final Mac mac;
  private Set<String> groups;

  /**
   * @param secret in hexadecimal
   */
  GroupSalts(RewriteNotes notes, String secret) throws IOException {
    this.notes = notes;
    this.groups = notes.read();
    try {
      this.mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), HMAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** Notes groups; they are on disk when this returns. */
  void add(Collection<String> more) throws IOException {
    groups = notes.add(more);
  }

  Set<String> groups() {
    return groups;
  }

  /** Returns the salt that a row is to have, if that is another one than it has; else null. */
  @Nullable String wanted(RowRules.Row row) {
    Object salt = row.value("salt");
    Object group = row.value("group_id");
    if (salt == null || group == null || !groups.contains(group.toString())) {
      return null;
    }
    byte[] hash = mac.doFinal(group.toString().getBytes(StandardCharsets.UTF_8));
    String wanted = HexFormat.of().formatHex(hash, 0, SALT_BYTES);
    return wanted.equals(salt.toString()) ? null : wanted;
  }
}
