package dev.tarn.rest.request;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.lineage.LineageReader;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.search.AssetSearch;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSnapshot;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state as of a commit: out of an index of that commit where there is one, and else out of the
 * tables, which answer the same but cannot search. A list goes on where it began, since either has
 * cursors of its own. Thread safe.
 */
final class AsOfView implements BranchView {
  /** Begins the cursors of the tables; those of an index have no such character. */
  private static final String OF_TABLES = "t.";

  private final PastView tables;
  private final IndexOfPast index;
  private @Nullable PresentView indexed;

  /** The index of the commit. */
  interface IndexOfPast {
    /** Returns it if it only has to be opened. */
    Optional<StateSnapshot> atHand() throws IOException;

    /**
     * Returns it, and makes it if need be.
     *
     * @throws CatalogException {@code search-not-available}
     */
    StateSnapshot made() throws IOException;
  }

  private AsOfView(PastView tables, IndexOfPast index, @Nullable PresentView indexed) {
    this.tables = tables;
    this.index = index;
    this.indexed = indexed;
  }

  static AsOfView open(PastView tables, IndexOfPast index) throws IOException {
    return new AsOfView(
        tables,
        index,
        index.atHand().map(snapshot -> new PresentView(snapshot, tables.past())).orElse(null));
  }

  private synchronized BranchView view() {
    return indexed == null ? tables : indexed;
  }

  private synchronized boolean isIndexed() {
    return indexed != null;
  }

  private synchronized PresentView indexed() throws IOException {
    if (indexed == null) {
      indexed = new PresentView(index.made(), tables.past());
    }
    return indexed;
  }

  @Override
  public CommitId commit() {
    return tables.commit();
  }

  @Override
  public Map<AssetId, Asset> assets(Collection<AssetId> ids) throws IOException {
    return view().assets(ids);
  }

  @Override
  public Optional<Asset> assetNamed(String type, String qualifiedName) throws IOException {
    return view().assetNamed(type, qualifiedName);
  }

  @Override
  public Optional<Relationship> relationship(RelationshipId id) throws IOException {
    return view().relationship(id);
  }

  /** Reads a page of a list from a cursor that the view has given out. */
  @FunctionalInterface
  private interface Pages<T> {
    Page<T> read(BranchView view, @Nullable String cursor) throws IOException;
  }

  private <T> Page<T> page(@Nullable String cursor, Pages<T> pages) throws IOException {
    if (cursor == null ? !isIndexed() : cursor.startsWith(OF_TABLES)) {
      String own = cursor == null ? null : cursor.substring(OF_TABLES.length());
      Page<T> page = pages.read(tables, own);
      return page.next() == null ? page : new Page<>(page.items(), OF_TABLES + page.next());
    }
    try {
      return pages.read(indexed(), cursor);
    } catch (CatalogException e) {
      if (e.code() == ErrorCode.SEARCH_NOT_AVAILABLE) {
        throw CatalogException.ofField(
            ErrorCode.INVALID_REQUEST,
            "cursor",
            "this is no cursor of the list, or one of an index that is gone: begin again");
      }
      throw e;
    }
  }

  @Override
  public Page<Asset> list(AssetQuery query) throws IOException {
    return page(query.cursor(), (view, cursor) -> view.list(query.after(cursor)));
  }

  @Override
  public Page<Relationship> list(RelationshipQuery query) throws IOException {
    return page(query.cursor(), (view, cursor) -> view.list(query.after(cursor)));
  }

  @Override
  public Map<AssetQuery, Page<Asset>> assetPages(Collection<AssetQuery> queries)
      throws IOException {
    Map<AssetQuery, Page<Asset>> pages = new HashMap<>();
    for (AssetQuery query : queries) {
      pages.put(query, list(query));
    }
    return pages;
  }

  @Override
  public Map<RelationshipQuery, Page<Relationship>> relationshipPages(
      Collection<RelationshipQuery> queries) throws IOException {
    Map<RelationshipQuery, Page<Relationship>> pages = new HashMap<>();
    for (RelationshipQuery query : queries) {
      pages.put(query, list(query));
    }
    return pages;
  }

  @Override
  public List<LogEntry> history(EntityKind kind, String key, @Nullable Long beforeSeq, int limit)
      throws IOException {
    return tables.history(kind, key, beforeSeq, limit);
  }

  /** An index is made rather than the tables read for every step. */
  @Override
  public LineageReader lineage() throws IOException {
    try {
      return indexed().lineage();
    } catch (CatalogException e) {
      if (e.code() == ErrorCode.SEARCH_NOT_AVAILABLE) {
        return tables.lineage();
      }
      throw e;
    }
  }

  @Override
  public AssetSearch search() throws IOException {
    return indexed().search();
  }

  @Override
  public synchronized void close() {
    if (indexed != null) {
      indexed.close();
      indexed = null;
    }
  }
}
