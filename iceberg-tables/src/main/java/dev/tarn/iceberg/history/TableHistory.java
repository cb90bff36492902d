package dev.tarn.iceberg.history;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.EntityKind;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.AssetQuery;
import dev.tarn.core.state.Page;
import dev.tarn.core.state.RelationshipQuery;
import dev.tarn.core.state.StateSource;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.AssetRows;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.RelationshipRows;
import dev.tarn.iceberg.state.MaterialisedOffset;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The past of a branch out of its tables: what {@link dev.tarn.core.history.HistoryReader}
 * promises, but for finding commits, which is the caller's. Commits that are handed in are the
 * branch's own. Thread safe.
 */
public final class TableHistory {
  private static final int MAX_LIMIT = 1_000;

  /** Paging through a list asks for the same commit again and again. */
  private static final int MAX_CACHED_OVERLAYS = 8;

  private static final int MAX_CACHED_OVERLAY_ENTRIES = 20_000;

  private final BranchTables branch;
  private final ChangeScan changes;
  private final Map<CommitId, Overlay> overlays =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CommitId, Overlay> eldest) {
          return size() > MAX_CACHED_OVERLAYS;
        }
      };

  public TableHistory(BranchTables branch) {
    this.branch = branch;
    this.changes = new ChangeScan(branch);
  }

  /** Returns the asset at the commit; empty if it did not exist, or was deleted, then. */
  public Optional<Asset> asset(AssetId id, CommitId at) throws IOException {
    BranchHead head = branch.at(at.hash());
    Asset newer = overlay(head, at).assets().get(id.value());
    if (newer != null) {
      return Optional.of(newer).filter(asset -> !asset.isDeleted());
    }
    return assets(head, at, asset -> !asset.isDeleted() && asset.id().equals(id))
        .any(equal("id", id.value()));
  }

  /** Returns the asset that had this type and qualified name at the commit. */
  public Optional<Asset> assetNamed(String type, String qualifiedName, CommitId at)
      throws IOException {
    return assets(
            branch.at(at.hash()),
            at,
            asset ->
                !asset.isDeleted()
                    && asset.type().equals(type)
                    && asset.qualifiedName().equals(qualifiedName))
        .any(and(equal("type", type), equal("qualified_name", qualifiedName)));
  }

  /** Returns a page of the live assets at the commit. */
  public Page<Asset> list(AssetQuery query, CommitId at) throws IOException {
    return assets(branch.at(at.hash()), at, Filters.test(query))
        .page(
            Filters.columns(query),
            ListKey.ofCursor(query.cursor()),
            query.limit(),
            asset -> new ListKey(asset.qualifiedName(), asset.id().value()));
  }

  /** Returns a page of the live relationships at the commit. */
  public Page<Relationship> list(RelationshipQuery query, CommitId at) throws IOException {
    BranchHead head = branch.at(at.hash());
    return new StateScan<>(
            CatalogTable.RELATIONSHIPS,
            branch.table(head, CatalogTable.RELATIONSHIPS.tableName()),
            overlay(head, at).relationships(),
            RelationshipRows::read,
            Filters.test(query),
            "type")
        .page(
            Filters.columns(query),
            ListKey.ofCursor(query.cursor()),
            query.limit(),
            edge -> new ListKey(edge.type(), edge.id().value()));
  }

  /**
   * Returns the changes of one entity, newest first.
   *
   * @param beforeSeq only entries with a smaller sequence number; null for the newest
   * @param limit 1 to 1,000
   */
  public List<LogEntry> history(
      EntityKind kind, String key, CommitId upTo, @Nullable Long beforeSeq, int limit)
      throws IOException {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is from 1 to " + MAX_LIMIT);
    }
    long toSeq = beforeSeq == null ? upTo.seq() : Math.min(upTo.seq(), beforeSeq - 1);
    return changes.ofEntity(kind, key, toSeq, limit);
  }

  /** Returns the state that the tables have now; the log goes on from its commit. */
  public StateSource newest() throws IOException {
    BranchHead head = branch.refresh();
    MaterialisedOffset offset = MaterialisedOffset.at(head);
    return source(head, offset.commit());
  }

  /** Returns the state at a commit. */
  public StateSource source(CommitId at) throws IOException {
    return source(branch.at(at.hash()), at);
  }

  private StateSource source(BranchHead head, CommitId at) throws IOException {
    MaterialisedOffset offset = MaterialisedOffset.at(head);
    NewerEntities newer = NewerEntities.read(changes, offset.commit().seq(), at.seq());
    String groupId = offset.commit().seq() < at.seq() ? newer.lastGroupId() : offset.groupId();
    return new TableSource(branch, changes, head, at, groupId, newer);
  }

  private StateScan<Asset> assets(BranchHead head, CommitId at, Predicate<Asset> wanted)
      throws IOException {
    return new StateScan<>(
        CatalogTable.ASSETS,
        branch.table(head, CatalogTable.ASSETS.tableName()),
        overlay(head, at).assets(),
        AssetRows::read,
        wanted,
        "qualified_name");
  }

  private Overlay overlay(BranchHead head, CommitId at) throws IOException {
    synchronized (overlays) {
      Overlay known = overlays.get(at);
      if (known != null) {
        return known;
      }
    }
    Overlay read = Overlay.read(changes, MaterialisedOffset.at(head).commit().seq(), at.seq());
    if (read.size() <= MAX_CACHED_OVERLAY_ENTRIES) {
      synchronized (overlays) {
        overlays.put(at, read);
      }
    }
    return read;
  }
}
