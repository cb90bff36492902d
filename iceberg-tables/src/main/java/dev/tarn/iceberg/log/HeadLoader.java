package dev.tarn.iceberg.log;

import dev.tarn.core.scope.CommitId;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.TableContent;
import dev.tarn.iceberg.nessie.TablesAtHash;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/** Loads the tables of a reference at one of its commits. */
record HeadLoader(
    NessieReferences nessie, String reference, Set<String> names, MetadataCache metadata) {
  /**
   * Loads the tables.
   *
   * @param hash of the commit; null for the newest
   * @throws UnreadableTablesException if the commit is there, but a table or its metadata is not
   */
  BranchHead load(@Nullable String hash) throws IOException {
    TablesAtHash found =
        nessie
            .tables(reference, hash, names)
            .orElseThrow(
                () ->
                    new IOException(
                        "no " + (hash == null ? "head" : "commit " + hash) + " of " + reference));
    Map<String, TableState> tables = new HashMap<>();
    for (String name : names) {
      TableContent content = found.tables().get(name);
      if (content == null && CatalogTable.isLater(name)) {
        continue;
      }
      if (content == null || content.contentId() == null) {
        throw new UnreadableTablesException(
            "no table " + name + " at " + found.hash() + " of " + reference);
      }
      tables.put(
          name, new TableState(content.contentId(), metadata.load(content.metadataLocation())));
    }
    return head(found.hash(), tables);
  }

  /** Returns tables as a head; the log's end is in the properties of {@code changes}. */
  static BranchHead head(String hash, Map<String, TableState> tables) {
    TableState changes = tables.get(BranchTables.CHANGES);
    if (changes == null) {
      throw new IllegalArgumentException("a branch has a table " + BranchTables.CHANGES);
    }
    TableMetadata table = changes.metadata();
    return new BranchHead(
        new CommitId(BranchTables.seq(table), hash),
        table.property(BranchTables.LAST_GROUP_ID, ""),
        table.property(BranchTables.LAST_HASH, ""),
        tables);
  }
}
