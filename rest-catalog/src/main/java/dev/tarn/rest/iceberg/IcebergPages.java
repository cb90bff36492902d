package dev.tarn.rest.iceberg;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.state.Page;
import dev.tarn.core.table.PointerEntry;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.PointerQuery;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.table.Names;
import dev.tarn.rest.table.TarnCatalog;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.responses.ListTablesResponse;
import org.jspecify.annotations.Nullable;

/**
 * A list that a client asks for.
 *
 * @param token null for all at once; empty for the first page
 */
record IcebergPages(@Nullable String token, @Nullable Integer size) {
  private static final int DEFAULT_SIZE = 1_000;

  IcebergPages {
    if (size != null && size < 1) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST, "pageSize", "a page has at least one entry");
    }
  }

  /** Returns names of a kind that are directly in a namespace. */
  Page<TableName> read(TarnCatalog catalog, Namespace namespace, PointerKind kind) {
    if (token == null && size == null) {
      List<TableName> names = new ArrayList<>();
      String cursor = null;
      do {
        Page<PointerEntry> page = catalog.page(namespace, kind, cursor, PointerQuery.MAX_LIMIT);
        page.items().forEach(entry -> names.add(entry.name()));
        cursor = page.next();
      } while (cursor != null);
      return new Page<>(names, null);
    }
    int limit = Math.min(size == null ? DEFAULT_SIZE : size, PointerQuery.MAX_LIMIT);
    Page<PointerEntry> page =
        catalog.page(namespace, kind, token == null || token.isEmpty() ? null : token, limit);
    return new Page<>(page.items().stream().map(PointerEntry::name).toList(), page.next());
  }

  /** Returns the answer that lists tables or views. */
  byte[] identifiers(TarnCatalog catalog, Namespace namespace, PointerKind kind) {
    Page<TableName> page = read(catalog, namespace, kind);
    return IcebergJson.write(
        ListTablesResponse.builder()
            .addAll(page.items().stream().map(Names::identifier).toList())
            .nextPageToken(page.next())
            .build());
  }
}
