package dev.tarn.core.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Hashes that each depend on all before: SHA-256 over the hash before and the entry, each text as
 * the number of its bytes and its UTF-8, so that no two entries have the same bytes.
 */
public final class HashChain {
  /** Marks the form of the bytes; another form gets another number. */
  private static final int FORM = 1;

  private static final int ABSENT = -1;

  private HashChain() {}

  /** Returns the link with which the chain of this name begins. */
  public static AuditLink beginning(String chain) {
    return new AuditLink(0, hash(out -> text(out, chain)));
  }

  /** Returns the link that an event becomes behind another one. */
  public static AuditLink next(AuditLink before, AuditEvent event) {
    long number = before.number() + 1;
    return new AuditLink(
        number,
        hash(
            out -> {
              out.writeInt(FORM);
              text(out, before.hash());
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
            }));
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
