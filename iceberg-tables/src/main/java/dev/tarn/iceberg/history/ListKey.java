package dev.tarn.iceberg.history;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.AssetQuery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where an item stands in a list: by name, then by id. As text it is the cursor of what follows it.
 *
 * @param name an asset's qualified name, or a relationship's type
 */
record ListKey(String name, String id) implements Comparable<ListKey> {
  private static final char SEPARATOR = '\0';

  @Override
  public int compareTo(ListKey other) {
    int order = AssetQuery.NAME_ORDER.compare(name, other.name);
    return order != 0 ? order : id.compareTo(other.id);
  }

  String cursor() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((name + SEPARATOR + id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a cursor.
   *
   * @throws CatalogException {@code invalid-request} if it is none
   */
  static @Nullable ListKey ofCursor(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int separator = text.lastIndexOf(SEPARATOR);
      if (separator >= 0) {
        return new ListKey(text.substring(0, separator), text.substring(separator + 1));
      }
    } catch (IllegalArgumentException e) {
      throw notACursor();
    }
    throw notACursor();
  }

  private static CatalogException notACursor() {
    return CatalogException.ofField(
        ErrorCode.INVALID_REQUEST, "cursor", "not a cursor of this list");
  }
}
