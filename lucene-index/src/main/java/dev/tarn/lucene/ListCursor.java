package dev.tarn.lucene;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.RelationshipQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: a fingerprint of the query and the last item, in URL-safe Base64. Nothing
 * of the index is in it, so it holds over commits, merges and rebuilds.
 */
final class ListCursor {
  private static final int FINGERPRINT_BYTES = 8;
  private static final int ID_BYTES = 16;

  /** Enough for the longest name. */
  private static final int MAX_CURSOR_CHARS = 16_384;

  private final byte[] fingerprint;

  private ListCursor(String query) {
    this.fingerprint =
        Arrays.copyOf(sha256().digest(query.getBytes(StandardCharsets.UTF_8)), FINGERPRINT_BYTES);
  }

  /** Cursors of this query, whatever its limit. */
  static ListCursor of(AssetQuery query) {
    return new ListCursor(
        new AssetQuery(
                query.type(),
                query.parent(),
                query.platform(),
                query.workspace(),
                query.domain(),
                query.owner(),
                query.tag(),
                query.classification(),
                query.term(),
                query.status(),
                query.namePrefix(),
                null,
                1)
            .toString());
  }

  /** Cursors of this query, whatever its limit. */
  static ListCursor of(RelationshipQuery query) {
    return new ListCursor(
        new RelationshipQuery(query.type(), query.source(), query.target(), query.either(), null, 1)
            .toString());
  }

  /**
   * The last item of a page.
   *
   * @param order the name of an asset, or the type of a relationship
   */
  record Mark(BytesRef order, String id) {}

  String write(Mark mark) {
    byte[] bytes = Arrays.copyOf(fingerprint, FINGERPRINT_BYTES + ID_BYTES + mark.order().length);
    System.arraycopy(HexFormat.of().parseHex(mark.id()), 0, bytes, FINGERPRINT_BYTES, ID_BYTES);
    System.arraycopy(
        mark.order().bytes,
        mark.order().offset,
        bytes,
        FINGERPRINT_BYTES + ID_BYTES,
        mark.order().length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Returns the item after which the list goes on; null for its start.
   *
   * @throws CatalogException {@code invalid-request} if it is no cursor, or one of another query
   */
  @Nullable Mark read(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    byte[] bytes = decoded(cursor);
    if (bytes.length <= FINGERPRINT_BYTES + ID_BYTES) {
      throw refused("this is no cursor of a list");
    }
    if (!Arrays.equals(fingerprint, Arrays.copyOf(bytes, FINGERPRINT_BYTES))) {
      throw refused("the cursor is not one of this query: filters do not change between pages");
    }
    int order = FINGERPRINT_BYTES + ID_BYTES;
    return new Mark(
        new BytesRef(bytes, order, bytes.length - order),
        HexFormat.of().formatHex(bytes, FINGERPRINT_BYTES, order));
  }

  private static byte[] decoded(String cursor) {
    if (cursor.length() > MAX_CURSOR_CHARS) {
      throw refused("this is no cursor of a list");
    }
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw refused("this is no cursor of a list");
    }
  }

  private static CatalogException refused(String message) {
    return CatalogException.ofField(ErrorCode.INVALID_REQUEST, "cursor", message);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
