package dev.tarn.iceberg.state;

import dev.tarn.iceberg.log.BranchHead;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * Brings the tables of a branch to the current schema, in one commit, and adds those that it lacks;
 * their files stay as they are.
 */
final class TableUpgrade {
  private TableUpgrade() {}

  /**
   * Upgrades what is older.
   *
   * @return the head, which is a new one if there was something to do
   * @throws dev.tarn.core.error.CatalogException {@code storage-too-new} if a newer Tarn has
   *     written the tables; then nothing was changed
   */
  static BranchHead run(BranchTables branch) throws IOException {
    return branch.update("upgrade", TableUpgrade::stage);
  }

  private static void stage(EditableTables tables) {
    for (CatalogTable kind : CatalogTable.values()) {
      if (!tables.head().has(kind.tableName())) {
        tables.create(kind.tableName(), kind::newMetadata);
        continue;
      }
      TableMetadata older = tables.head().metadata(kind.tableName());
      TableMetadata upgraded = kind.upgraded(older);
      if (!upgraded.changes().isEmpty()) {
        TableOperations operations = ((BaseTable) tables.table(kind.tableName())).operations();
        operations.commit(operations.current(), upgraded);
      }
    }
  }
}
