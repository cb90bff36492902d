package dev.tarn.benchmarks.tables;

import dev.tarn.connectors.sample.ScaleGenerator;
import dev.tarn.core.change.Change;
import dev.tarn.core.scope.CommitId;
import dev.tarn.core.scope.Scope;
import dev.tarn.iceberg.io.SameThreadExecutor;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.log.EditableTables;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.EmbeddedNessieSettings;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.schema.CatalogTable;
import dev.tarn.iceberg.state.MaterialisedOffset;
import dev.tarn.iceberg.store.IcebergSettings;
import dev.tarn.iceberg.store.NessieCatalogStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;

/**
 * Writes the files that a load of generated changes leaves when all are compacted, several threads
 * at once, and makes them visible as the server does: first in the log, then in the state tables.
 */
public final class TableLoad {
  private static final Duration NESSIE_TIMEOUT = Duration.ofSeconds(60);

  private TableLoad() {}

  /**
   * What was written.
   *
   * @param changes the entries of the log: one for each asset and each relationship
   */
  public record Loaded(long assets, long relationships, long changes) {}

  /** Fills an empty data folder, as a server with default settings opens it. */
  public static Loaded run(Path dataFolder, ScaleGenerator generator) throws IOException {
    Path warehouse = dataFolder.resolve("warehouse");
    try (EmbeddedNessie nessie =
        EmbeddedNessie.start(EmbeddedNessieSettings.in(dataFolder.resolve("nessie")))) {
      try (NessieCatalogStore store =
          NessieCatalogStore.open(IcebergSettings.shared(dataFolder, warehouse, nessie.uri()))) {
        store.createTenant(Scope.DEFAULT.tenant());
      }
      try (NessieReferences references = NessieReferences.connect(nessie.uri(), NESSIE_TIMEOUT)) {
        BranchTables branch =
            BranchTables.open(
                Scope.DEFAULT,
                references,
                new WarehouseLayout(warehouse),
                Arrays.stream(CatalogTable.values())
                    .map(CatalogTable::tableName)
                    .collect(Collectors.toSet()));
        Loaded loaded = load(branch, generator);
        branch.sync();
        nessie.sync();
        return loaded;
      }
    }
  }

  private static Loaded load(BranchTables branch, ScaleGenerator generator) throws IOException {
    List<Iterator<Change>> changes = generator.parts(Runtime.getRuntime().availableProcessors());
    // The log's last commit has the state tables as they were before it. So that this is nearly all
    // there as well, one change comes after all others.
    Change last = changes.getFirst().next();
    Loaded most = load(branch, new LogNumbers(generator.seed(), 0), changes);
    Loaded rest =
        load(
            branch,
            new LogNumbers(~generator.seed(), most.changes()),
            List.of(List.of(last).iterator()));
    return new Loaded(
        most.assets() + rest.assets(), most.relationships() + rest.relationships(), rest.changes());
  }

  /** Writes changes, commits the log, then the state tables. */
  private static Loaded load(
      BranchTables branch, LogNumbers numbers, List<Iterator<Change>> changes) throws IOException {
    List<PartWriter> parts =
        changes.stream().map(part -> new PartWriter(branch, numbers, part)).toList();
    write(parts);
    long last = numbers.last();
    branch.update(
        "append",
        tables -> {
          append(tables, CatalogTable.CHANGES, files(parts, PartWriter::entries));
          tables.setTableProperties(
              BranchTables.CHANGES,
              Map.of(
                  BranchTables.LAST_SEQ, Long.toString(last),
                  BranchTables.LAST_GROUP_ID, numbers.groupId(last),
                  BranchTables.LAST_TIME, numbers.time(last).toString()));
        });
    List<DataFile> assets = files(parts, PartWriter::assets);
    List<DataFile> relationships = files(parts, PartWriter::relationships);
    CommitId log = branch.head().commit();
    branch.update(
        "materialise",
        tables -> {
          append(tables, CatalogTable.ASSETS, assets);
          append(tables, CatalogTable.RELATIONSHIPS, relationships);
          tables.setTableProperties(
              CatalogTable.ASSETS.tableName(),
              new MaterialisedOffset(log, numbers.groupId(last)).properties());
        });
    return new Loaded(rows(assets), rows(relationships), last);
  }

  private static void write(List<PartWriter> parts) throws IOException {
    List<Future<Boolean>> running = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(parts.size())) {
      parts.forEach(part -> running.add(workers.submit(part)));
      for (Future<Boolean> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a part was not written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static List<DataFile> files(
      List<PartWriter> parts, Function<PartWriter, List<DataFile>> written) {
    return parts.stream().flatMap(part -> written.apply(part).stream()).toList();
  }

  private static long rows(Collection<DataFile> files) {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  private static void append(EditableTables tables, CatalogTable table, List<DataFile> files) {
    AppendFiles append = tables.table(table.tableName()).newAppend();
    files.forEach(append::appendFile);
    append.scanManifestsWith(SameThreadExecutor.INSTANCE);
    append.commit();
  }
}
