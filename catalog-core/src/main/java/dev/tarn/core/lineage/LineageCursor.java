package dev.tarn.core.lineage;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer goes on, in URL-safe Base64. It names assets, and nothing of an index: so it
 * holds over commits, merges and rebuilds.
 */
sealed interface LineageCursor {
  /**
   * At the neighbours of a node.
   *
   * @param depth of the node in the first answer
   * @param after the last neighbour that was shown; null if none was
   */
  record Neighbours(Flow flow, int depth, AssetId node, @Nullable AssetId after)
      implements LineageCursor {}

  /**
   * At the columns of the start.
   *
   * @param list the cursor of their list
   */
  record Columns(String list) implements LineageCursor {}

  /** The longest cursor of a list, and then some. */
  int MAX_CURSOR_CHARS = 32_768;

  int ID_BYTES = 16;
  byte UPSTREAM = 1;
  byte DOWNSTREAM = 2;
  byte COLUMNS = 3;

  /** Returns the cursor as text, for queries that differ in their limits and direction only. */
  default String write(LineageQuery query) {
    ByteBuffer out = ByteBuffer.allocate(MAX_CURSOR_CHARS);
    out.putInt(fingerprint(query));
    switch (this) {
      case Neighbours here -> {
        out.put(here.flow() == Flow.UPSTREAM ? UPSTREAM : DOWNSTREAM);
        out.putInt(here.depth());
        out.put(HexFormat.of().parseHex(here.node().value()));
        AssetId after = here.after();
        if (after != null) {
          out.put(HexFormat.of().parseHex(after.value()));
        }
      }
      case Columns columns -> {
        out.put(COLUMNS);
        out.put(columns.list().getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads a cursor.
   *
   * @throws CatalogException {@code invalid-request} if it is none, or one of another query
   */
  static LineageCursor read(String text, LineageQuery query) {
    ByteBuffer in = ByteBuffer.wrap(decoded(text));
    if (in.remaining() <= Integer.BYTES) {
      throw refused("this is no cursor of a lineage answer");
    }
    if (in.getInt() != fingerprint(query)) {
      throw refused("the cursor is not one of this asset, level and types");
    }
    byte kind = in.get();
    if (kind == COLUMNS) {
      return new Columns(StandardCharsets.UTF_8.decode(in).toString());
    }
    int rest = in.remaining() - Integer.BYTES;
    if ((kind != UPSTREAM && kind != DOWNSTREAM) || (rest != ID_BYTES && rest != 2 * ID_BYTES)) {
      throw refused("this is no cursor of a lineage answer");
    }
    int depth = in.getInt();
    AssetId node = id(in);
    return new Neighbours(
        kind == UPSTREAM ? Flow.UPSTREAM : Flow.DOWNSTREAM,
        depth,
        node,
        in.hasRemaining() ? id(in) : null);
  }

  private static AssetId id(ByteBuffer in) {
    byte[] bytes = new byte[ID_BYTES];
    in.get(bytes);
    return new AssetId(HexFormat.of().formatHex(bytes));
  }

  private static byte[] decoded(String text) {
    if (text.length() > MAX_CURSOR_CHARS) {
      throw refused("this is no cursor of a lineage answer");
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw refused("this is no cursor of a lineage answer");
    }
  }

  private static int fingerprint(LineageQuery query) {
    CRC32C sum = new CRC32C();
    String text = query.asset() + " " + query.level() + " " + new TreeSet<>(query.types());
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }

  private static CatalogException refused(String message) {
    return CatalogException.ofField(ErrorCode.INVALID_REQUEST, "cursor", message);
  }
}
