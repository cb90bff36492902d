package dev.tarn.core.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes that each depend on all before: SHA-256 over the hash before and the entry, each text as
 * the number of its bytes and its UTF-8, so that no two entries have the same bytes. A salt keeps
 * anybody from finding out by trying what a redacted entry had said.
 */
public final class HashChain {
  /** Marks the form of the bytes of an entry without a salt; another form gets another number. */
  private static final int UNSALTED_FORM = 1;

  private static final int FORM = 2;
  private static final int REDACTED_FORM = 3;
  private static final int LIST_FORM = 4;
  private static final int SALT_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int ABSENT = -1;

  private HashChain() {}

  /** Returns the link with which the chain of this name begins. */
  public static AuditLink beginning(String chain) {
    return new AuditLink(0, hash(out -> text(out, chain)));
  }

  /** Returns a new salt: 16 random bytes, in hexadecimal. */
  public static String newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return HexFormat.of().formatHex(salt);
  }

  /**
   * Returns the link that an event becomes behind another one.
   *
   * @param salt null for an entry from before there were salts
   */
  public static AuditLink next(AuditLink before, AuditEvent event, @Nullable String salt) {
    long number = before.number() + 1;
    return new AuditLink(
        number,
        hash(
            out -> {
              out.writeInt(salt == null ? UNSALTED_FORM : FORM);
              text(out, before.hash());
              if (salt != null) {
                text(out, salt);
              }
              event(out, number, event);
            }));
  }

  /**
   * Returns the digest of what an entry is after it was redacted, in its place.
   *
   * @param before the link before it
   * @param entry with its new salt, and the hash that it had
   */
  public static String ofRedacted(AuditLink before, AuditEntry entry) {
    return hash(
        out -> {
          out.writeInt(REDACTED_FORM);
          text(out, before.hash());
          text(out, entry.hash());
          text(out, entry.salt());
          event(out, entry.number(), entry.event());
        });
  }

  /**
   * Returns the digest of a list of redacted entries.
   *
   * @param digests by the entry's number
   */
  public static String ofList(SortedMap<Long, String> digests) {
    return hash(
        out -> {
          out.writeInt(LIST_FORM);
          out.writeInt(digests.size());
          for (Map.Entry<Long, String> digest : digests.entrySet()) {
            out.writeLong(digest.getKey());
            text(out, digest.getValue());
          }
        });
  }

  private static void event(DataOutputStream out, long number, AuditEvent event)
      throws IOException {
    out.writeLong(number);
    out.writeLong(event.time().toEpochMilli());
    text(out, event.tenant());
    text(out, event.actor());
    text(out, event.credentialKind());
    text(out, event.credentialId());
    text(out, event.address());
    text(out, event.requestId());
    text(out, event.action());
    text(out, event.resource());
    text(out, event.decision().code());
    text(out, event.reason());
  }

  @FunctionalInterface
  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  private static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(ABSENT);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static String hash(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.write(new DataOutputStream(bytes));
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
