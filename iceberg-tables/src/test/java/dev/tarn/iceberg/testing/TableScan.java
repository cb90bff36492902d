package dev.tarn.iceberg.testing;

import dev.tarn.core.asset.Asset;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.asset.Relationship;
import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.schema.AssetRows;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.RelationshipRows;
import dev.tarn.iceberg.schema.TypeRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Reads whole tables the way that any other reader does: with Iceberg's own generic scan. */
public final class TableScan {
  private TableScan() {}

  public static List<Asset> assets(BranchTables branch, BranchHead head) throws IOException {
    return rows(branch, head, CatalogTable.ASSETS, AssetRows::read);
  }

  public static List<Relationship> relationships(BranchTables branch, BranchHead head)
      throws IOException {
    return rows(branch, head, CatalogTable.RELATIONSHIPS, RelationshipRows::read);
  }

  public static List<Entity> types(BranchTables branch, BranchHead head) throws IOException {
    return rows(branch, head, CatalogTable.TYPES, TypeRows::read);
  }

  /** Returns all rows of a table at a head. */
  public static <T> List<T> rows(
      BranchTables branch, BranchHead head, CatalogTable table, Function<Record, T> codec)
      throws IOException {
    List<T> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(branch.table(head, table.tableName())).build()) {
      records.forEach(row -> rows.add(codec.apply(row)));
    }
    return rows;
  }
}
