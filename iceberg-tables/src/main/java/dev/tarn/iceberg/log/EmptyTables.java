package dev.tarn.iceberg.log;

import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.io.DeferredSyncFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.nessie.CommitAnswer;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.nessie.TableContent;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.TableMetadata;

/** The tables that a new tenant begins with. */
public final class EmptyTables {
  private EmptyTables() {}

  /** Commits the namespace and empty tables to a branch that has no commit. */
  public static CommitAnswer commit(
      Scope scope, NessieReferences nessie, WarehouseLayout layout, String emptyHash)
      throws IOException {
    DeferredSyncFileIO files = new DeferredSyncFileIO();
    Map<String, TableContent> contents = new HashMap<>();
    for (CatalogTable table : CatalogTable.values()) {
      TableFiles locations = new TableFiles(layout.table(scope, table.tableName()));
      TableMetadata metadata =
          MetadataFiles.write(table.newMetadata(locations.location()), null, locations, files);
      contents.put(table.tableName(), PreparedCommit.content(null, metadata));
    }
    files.sync();
    return nessie.commitFirst(
        ReferenceNames.branch(scope),
        emptyHash,
        "create",
        PreparedCommit.firstProperties(UUID.randomUUID().toString()),
        contents);
  }
}
