package dev.tarn.iceberg.history;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.AssetId;
import dev.tarn.core.asset.AssetStatus;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.core.asset.RelationshipId;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.state.StateIndex;
import dev.tarn.core.state.StateSource;
import dev.tarn.core.type.AssetType;
import dev.tarn.core.type.RelationshipType;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.files.DataFiles.Part;
import dev.tarn.iceberg.history.ParallelReads.Read;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.AssetRows;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.RelationshipRows;
import dev.tarn.iceberg.schema.TypeRows;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;

/**
 * The state tables of one commit, read from one end to the other, and the newer entries of the log
 * instead of the rows that they replaced. Parts of files are read at once by as many threads as are
 * wanted; memory holds a row group of each, and 24 to 48 bytes for each entity that is newer.
 */
final class TableSource implements StateSource {
  /** Enough rows for the opening of a file to cost nothing, and parts enough for every thread. */
  private static final long PART_BYTES = 16L << 20;

  private static final String COLUMN = "column";
  private static final Schema IDS = CatalogTable.ASSETS.schema().select("id");
  private static final Schema EDGE_IDS = CatalogTable.RELATIONSHIPS.schema().select("id");
  private static final Schema NAMES =
      CatalogTable.ASSETS.schema().select("id", "type", "name", "parent_id", "status");

  private final BranchTables branch;
  private final ChangeScan changes;
  private final BranchHead tables;
  private final CommitId commit;
  private final String groupId;
  private final NewerEntities newer;

  /**
   * @param tables whose state is not newer than the commit
   * @param newer what is between the two
   */
  TableSource(
      BranchTables branch,
      ChangeScan changes,
      BranchHead tables,
      CommitId commit,
      String groupId,
      NewerEntities newer) {
    this.branch = branch;
    this.changes = changes;
    this.tables = tables;
    this.commit = commit;
    this.groupId = groupId;
    this.newer = newer;
  }

  @Override
  public CommitId commit() {
    return commit;
  }

  @Override
  public String groupId() {
    return groupId;
  }

  @Override
  public void assets(int threads, Consumer<Asset> consumer) throws IOException {
    List<Read> reads = newer.assets(consumer);
    reads.addAll(
        rows(
            CatalogTable.ASSETS,
            CatalogTable.ASSETS.schema(),
            row -> {
              if (!newer.hasAsset(row.get(0, String.class))) {
                consumer.accept(AssetRows.read(row));
              }
            }));
    ParallelReads.run(threads, reads);
  }

  @Override
  public void assetIds(int threads, Consumer<AssetId> consumer) throws IOException {
    List<Read> reads = newer.assets(asset -> consumer.accept(asset.id()));
    reads.addAll(
        rows(
            CatalogTable.ASSETS,
            IDS,
            row -> {
              String id = row.get(0, String.class);
              if (!newer.hasAsset(id)) {
                consumer.accept(new AssetId(id));
              }
            }));
    ParallelReads.run(threads, reads);
  }

  @Override
  public void columnNames(int threads, ColumnNames consumer) throws IOException {
    List<Read> reads =
        newer.assets(
            asset -> {
              AssetId parent = asset.parentId();
              if (parent != null && !asset.isDeleted() && asset.type().equals(COLUMN)) {
                consumer.column(parent.value(), asset.name());
              }
            });
    reads.addAll(
        rows(
            CatalogTable.ASSETS,
            NAMES,
            row -> {
              String parent = row.get(3, String.class);
              if (parent != null
                  && COLUMN.equals(row.get(1, String.class))
                  && !AssetStatus.ofCode(row.get(4, String.class)).isDeleted()
                  && !newer.hasAsset(row.get(0, String.class))) {
                consumer.column(parent, row.get(2, String.class));
              }
            }));
    ParallelReads.run(threads, reads);
  }

  @Override
  public void relationships(int threads, Consumer<Relationship> consumer) throws IOException {
    List<Read> reads = newer.relationships(consumer);
    reads.addAll(
        rows(
            CatalogTable.RELATIONSHIPS,
            CatalogTable.RELATIONSHIPS.schema(),
            row -> {
              if (!newer.hasRelationship(row.get(0, String.class))) {
                consumer.accept(RelationshipRows.read(row));
              }
            }));
    ParallelReads.run(threads, reads);
  }

  @Override
  public void relationshipIds(int threads, Consumer<RelationshipId> consumer) throws IOException {
    List<Read> reads = newer.relationships(edge -> consumer.accept(edge.id()));
    reads.addAll(
        rows(
            CatalogTable.RELATIONSHIPS,
            EDGE_IDS,
            row -> {
              String id = row.get(0, String.class);
              if (!newer.hasRelationship(id)) {
                consumer.accept(new RelationshipId(id));
              }
            }));
    ParallelReads.run(threads, reads);
  }

  /** Returns the reads that together hand over each live row once. */
  private List<Read> rows(CatalogTable kind, Schema columns, Consumer<Record> consumer) {
    Table table = branch.table(tables, kind.tableName());
    List<Part> parts = new ArrayList<>();
    for (LiveFile file : DataFiles.list(table)) {
      parts.addAll(DataFiles.parts(file, PART_BYTES));
    }
    // The long ones first, so that the threads end together.
    parts.sort(Comparator.comparingLong(Part::bytes).reversed());
    return parts.stream().map(part -> read(part, columns, consumer)).toList();
  }

  private Read read(Part part, Schema columns, Consumer<Record> consumer) {
    return part.file().deletes() == null
        ? reads -> each(part, columns, row -> true, consumer, reads)
        : reads -> {
          PositionDeleteIndex deleted = DataFiles.deletes(branch.io(), part.file());
          int position = columns.columns().size();
          each(
              part,
              TypeUtil.join(columns, new Schema(MetadataColumns.ROW_POSITION)),
              row -> !deleted.isDeleted(row.get(position, Long.class)),
              consumer,
              reads);
        };
  }

  private void each(
      Part part,
      Schema columns,
      Predicate<Record> live,
      Consumer<Record> consumer,
      ParallelReads reads)
      throws IOException {
    try (CloseableIterable<Record> rows = DataFiles.read(branch.io(), part, columns)) {
      for (Record row : rows) {
        if (reads.isStopped()) {
          return;
        }
        if (live.test(row)) {
          consumer.accept(row);
        }
      }
    }
  }

  @Override
  public List<AssetType> assetTypes() throws IOException {
    return types(AssetType.class);
  }

  @Override
  public List<RelationshipType> relationshipTypes() throws IOException {
    return types(RelationshipType.class);
  }

  private <T extends Entity> List<T> types(Class<T> kind) throws IOException {
    Map<String, T> types = new TreeMap<>();
    Consumer<Entity> add =
        type -> {
          if (kind.isInstance(type)) {
            types.put(type.key(), kind.cast(type));
          }
        };
    Table table = branch.table(tables, CatalogTable.TYPES.tableName());
    for (LiveFile file : DataFiles.list(table)) {
      try (CloseableIterable<Record> rows =
          DataFiles.read(
              branch.io(), file.file(), CatalogTable.TYPES.schema(), Expressions.alwaysTrue())) {
        rows.forEach(row -> add.accept(TypeRows.read(row)));
      }
    }
    newer.types().forEach(add);
    return List.copyOf(types.values());
  }

  @Override
  public void keyedEntries(Consumer<LogEntry> consumer) throws IOException {
    if (commit.seq() == 0) {
      return;
    }
    String time =
        branch
            .at(commit.hash())
            .metadata(BranchTables.CHANGES)
            .property(BranchTables.LAST_TIME, "");
    Instant last = time.isEmpty() ? Instant.EPOCH : Instant.parse(time);
    changes.keyed(last.minus(StateIndex.IDEMPOTENCY_RETENTION), commit.seq(), consumer);
  }
}
