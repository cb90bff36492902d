package dev.tarn.iceberg.chain;

import dev.tarn.core.audit.HashChain;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a group: SHA-256 over the hash of the group before, the group's salt, and its rows in
 * the order of {@code seq}.
 *
 * <p>Of a row, each column that is not null is written as its field id, the number of its bytes and
 * its bytes, but for salt and hash; a list is the number of its elements and each of them in the
 * same way. So no two groups have the same bytes, and a column that is added later changes nothing
 * of older rows.
 */
public final class GroupHash {
  /** The columns that hold what is computed here. */
  private static final Set<String> SEALS = Set.of("salt", "hash");

  /** Marks the form of the bytes of a group; another form gets another number. */
  private static final int GROUP_FORM = 1;

  /** As {@link #GROUP_FORM}, of the digest of redacted rows. */
  private static final int REDACTED_FORM = 2;

  private static final int ABSENT = -1;

  private GroupHash() {}

  /** Returns a new salt: 16 random bytes, in hexadecimal. */
  public static String newSalt() {
    return HashChain.newSalt();
  }

  /**
   * Gives all rows of a new group their salt and hash.
   *
   * @param before the hash of the group before; empty where that has none
   * @param rows in the order of {@code seq}
   * @return the hash
   */
  public static String seal(String before, List<Record> rows) {
    String salt = newSalt();
    String hash = of(before, salt, rows);
    for (Record row : rows) {
      row.setField("salt", salt);
      row.setField("hash", hash);
    }
    return hash;
  }

  /**
   * Returns the hash of a group, in hexadecimal.
   *
   * @param before the hash of the group before; empty where that has none
   * @param rows in the order of {@code seq}
   */
  public static String of(String before, String salt, List<Record> rows) {
    return sha256(
        out -> {
          out.writeInt(GROUP_FORM);
          write(out, utf8(before));
          write(out, utf8(salt));
          write(out, rows);
        });
  }

  /**
   * Returns the digest of the rows of a group that was redacted, in hexadecimal.
   *
   * @param salt the new one
   * @param rows as they are now, in the order of {@code seq}
   */
  public static String ofRedacted(String salt, List<Record> rows) {
    return sha256(
        out -> {
          out.writeInt(REDACTED_FORM);
          write(out, utf8(salt));
          write(out, rows);
        });
  }

  /** Returns the salt of a row's group; null in a log from before there were hashes. */
  public static @Nullable String salt(Record row) {
    return (String) row.getField("salt");
  }

  /** Returns the hash of a row's group; null in a log from before there were hashes. */
  public static @Nullable String hash(Record row) {
    return (String) row.getField("hash");
  }

  private static void write(DataOutputStream out, List<Record> rows) throws IOException {
    out.writeInt(rows.size());
    for (Record row : rows) {
      List<NestedField> fields = row.struct().fields();
      for (int i = 0; i < fields.size(); i++) {
        Object value = row.get(i);
        if (value != null && !SEALS.contains(fields.get(i).name())) {
          out.writeInt(fields.get(i).fieldId());
          write(out, bytes(value));
        }
      }
      out.writeInt(ABSENT);
    }
  }

  private static byte[] bytes(Object value) throws IOException {
    return switch (value) {
      case String text -> utf8(text);
      case Long number -> number(number);
      case Integer number -> number(number);
      case Boolean flag -> new byte[] {(byte) (flag ? 1 : 0)};
      case OffsetDateTime time ->
          number(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
      case List<?> list -> list(list);
      default ->
          throw new IllegalArgumentException("no canonical bytes of " + value.getClass().getName());
    };
  }

  private static byte[] list(List<?> list) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(list.size());
    for (Object element : list) {
      write(out, bytes(element));
    }
    return bytes.toByteArray();
  }

  private static byte[] number(long number) {
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (number >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @FunctionalInterface
  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  private static String sha256(Content content) {
    MessageDigest digest = digest();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the SHA-256 of bytes, in hexadecimal. */
  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
