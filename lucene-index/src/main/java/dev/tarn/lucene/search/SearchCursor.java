package dev.tarn.lucene.search;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.search.SearchRequest;
import dev.tarn.core.search.SearchSort;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a search goes on, in URL-safe Base64: what it is a cursor of, and the last hit.
 *
 * @param breadth with which the first page was searched
 * @param view a fingerprint of the files that were searched: in them, documents have fixed numbers
 * @param score of the last hit, if relevance is the order
 * @param document number of the last hit in the view
 * @param number that the last hit is sorted by; null if it has none, or is not sorted by numbers
 * @param text that the last hit is sorted by, if it is a name
 * @param order of the last hit: its qualified name and id
 */
record SearchCursor(
    Breadth breadth,
    long view,
    float score,
    int document,
    @Nullable Long number,
    @Nullable BytesRef text,
    BytesRef order) {
  private static final int FINGERPRINT_BYTES = 8;
  private static final int MAX_CURSOR_CHARS = 16_384;

  /** Returns the text of the cursor. */
  String write(SearchRequest request) {
    int textBytes = text == null ? 0 : text.length;
    ByteBuffer bytes =
        ByteBuffer.allocate(FINGERPRINT_BYTES + 1 + 8 + 4 + 4 + 9 + 2 + textBytes + order.length);
    bytes.put(fingerprint(request)).put(code(breadth)).putLong(view);
    bytes.putFloat(score).putInt(document);
    bytes.put((byte) (number == null ? 0 : 1)).putLong(number == null ? 0 : number);
    bytes.putShort((short) (text == null ? -1 : textBytes));
    if (text != null) {
      bytes.put(text.bytes, text.offset, text.length);
    }
    bytes.put(order.bytes, order.offset, order.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a cursor.
   *
   * @throws CatalogException {@code invalid-request} if it is none, or one of another request
   */
  static @Nullable SearchCursor read(SearchRequest request) {
    String cursor = request.cursor();
    if (cursor == null) {
      return null;
    }
    if (cursor.length() > MAX_CURSOR_CHARS) {
      throw refused("this is no cursor of a search");
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      byte[] fingerprint = new byte[FINGERPRINT_BYTES];
      bytes.get(fingerprint);
      if (!Arrays.equals(fingerprint, fingerprint(request))) {
        throw refused(
            "the cursor is not one of this search: query, filters and sort do not change between"
                + " pages");
      }
      return read(bytes);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw refused("this is no cursor of a search");
    }
  }

  private static SearchCursor read(ByteBuffer bytes) {
    Breadth breadth = breadth(bytes.get());
    long view = bytes.getLong();
    float score = bytes.getFloat();
    int document = bytes.getInt();
    boolean numbered = bytes.get() == 1;
    long number = bytes.getLong();
    short length = bytes.getShort();
    BytesRef text = length < 0 ? null : next(bytes, length);
    BytesRef order = next(bytes, bytes.remaining());
    if (document < 0 || order.length <= SearchFields.ID_BYTES || Float.isNaN(score)) {
      throw refused("this is no cursor of a search");
    }
    return new SearchCursor(breadth, view, score, document, numbered ? number : null, text, order);
  }

  private static byte code(Breadth breadth) {
    return (byte)
        switch (breadth) {
          case STRICT -> 0;
          case RELAXED -> 1;
          case LOOSE -> 2;
        };
  }

  private static Breadth breadth(byte code) {
    return switch (code) {
      case 0 -> Breadth.STRICT;
      case 1 -> Breadth.RELAXED;
      case 2 -> Breadth.LOOSE;
      default -> throw refused("this is no cursor of a search");
    };
  }

  private static BytesRef next(ByteBuffer bytes, int length) {
    byte[] part = new byte[length];
    bytes.get(part);
    return new BytesRef(part);
  }

  /** Returns what tells searches apart of which one's cursor is not the other's. */
  private static byte[] fingerprint(SearchRequest request) {
    SearchSort sort = request.sort();
    String search =
        String.join(
            "\0",
            request.mode().name(),
            sort.key().name(),
            Boolean.toString(sort.descending()),
            new TreeMap<>(request.filters()).toString(),
            request.query());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(search.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static CatalogException refused(String message) {
    return CatalogException.ofField(ErrorCode.INVALID_REQUEST, "cursor", message);
  }
}
