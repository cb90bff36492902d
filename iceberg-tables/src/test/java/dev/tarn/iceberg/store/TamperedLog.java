package dev.tarn.iceberg.store;

import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.files.DataFiles;
import dev.tarn.iceberg.files.DataFiles.LiveFile;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.schema.ChangeRows;
import dev.tarn.iceberg.testing.NessieServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Someone who may write to the warehouse and to Nessie, and has Iceberg. */
final class TamperedLog {
  private TamperedLog() {}

  /** Replaces the files of a branch's log by others, one a day, that have other rows. */
  static void rewrite(Path warehouse, Scope scope, UnaryOperator<List<Record>> change)
      throws IOException {
    try (NessieReferences references =
        NessieReferences.connect(SharedNessie.uri(), Duration.ofSeconds(30))) {
      BranchTables branch = NessieServer.tables(references, warehouse, scope);
      Table table = branch.table(branch.head(), BranchTables.CHANGES);
      List<LiveFile> files = DataFiles.list(table);
      List<DataFile> written = new ArrayList<>();
      for (List<Record> day :
          change.apply(rows(branch, files)).stream()
              .collect(
                  Collectors.groupingBy(
                      row -> ChangeRows.committedAt(row).truncatedTo(ChronoUnit.DAYS)))
              .values()) {
        written.add(DataFiles.write(CatalogTable.CHANGES, table, day, day.size()));
      }
      var unused =
          branch.update(
              "compact",
              tables -> {
                RewriteFiles rewrite = tables.table(BranchTables.CHANGES).newRewrite();
                files.forEach(file -> rewrite.deleteFile(file.file()));
                written.forEach(rewrite::addFile);
                rewrite.scanManifestsWith(SameThreadExecutor.INSTANCE);
                rewrite.commit();
              });
    }
  }

  /** Takes away what the table says of the last hash, as a Tarn left it that knew none. */
  static void forgetHash(Path warehouse, Scope scope) throws IOException {
    try (NessieReferences references =
        NessieReferences.connect(SharedNessie.uri(), Duration.ofSeconds(30))) {
      var unused =
          NessieServer.tables(references, warehouse, scope)
              .update(
                  "forget",
                  tables ->
                      tables.setTableProperties(
                          BranchTables.CHANGES, Map.of(BranchTables.LAST_HASH, "")));
    }
  }

  private static List<Record> rows(BranchTables branch, List<LiveFile> files) throws IOException {
    List<Record> rows = new ArrayList<>();
    for (LiveFile file : files) {
      try (CloseableIterable<Record> read =
          DataFiles.read(
              branch.io(), file.file(), CatalogTable.CHANGES.schema(), Expressions.alwaysTrue())) {
        read.forEach(rows::add);
      }
    }
    rows.sort(Comparator.comparingLong(ChangeRows::seq));
    return rows;
  }
}
