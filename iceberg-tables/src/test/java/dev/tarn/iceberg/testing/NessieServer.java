package dev.tarn.iceberg.testing;

import dev.tarn.core.scope.BranchName;
import dev.tarn.core.scope.Scope;
import dev.tarn.core.scope.TenantId;
import dev.tarn.iceberg.io.LocalFileIO;
import dev.tarn.iceberg.io.WarehouseLayout;
import dev.tarn.iceberg.log.BranchTables;
import dev.tarn.iceberg.nessie.CommitAnswer;
import dev.tarn.iceberg.nessie.EmbeddedNessie;
import dev.tarn.iceberg.nessie.EmbeddedNessieSettings;
import dev.tarn.iceberg.nessie.NessieReferences;
import dev.tarn.iceberg.nessie.ReferenceNames;
import dev.tarn.iceberg.nessie.TableContent;
import dev.tarn.iceberg.schema.CatalogTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.jspecify.annotations.Nullable;

/** A real Nessie for the tests of a class, and branches with real tables in it. */
public final class NessieServer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Set<String> TABLES =
      Arrays.stream(CatalogTable.values())
          .map(CatalogTable::tableName)
          .collect(Collectors.toUnmodifiableSet());

  private final EmbeddedNessie nessie;

  public NessieServer(Path folder) throws IOException {
    this.nessie = EmbeddedNessie.start(EmbeddedNessieSettings.in(folder));
  }

  /** Returns a connection of its own, as another process has. */
  public NessieReferences connect() {
    return NessieReferences.connect(nessie.uri(), TIMEOUT);
  }

  /** Creates the branch of a new tenant, with empty tables. */
  public Scope newBranch(Path warehouse) throws IOException {
    return newBranch(warehouse, CatalogTable::newMetadata);
  }

  /** Creates the branch of a new tenant, with the tables of a given kind and location. */
  public Scope newBranch(Path warehouse, Tables tables) throws IOException {
    Scope scope =
        new Scope(
            new TenantId("t" + UUID.randomUUID().toString().substring(0, 8)), BranchName.MAIN);
    WarehouseLayout layout = new WarehouseLayout(warehouse);
    Map<String, TableContent> contents = new HashMap<>();
    for (CatalogTable table : CatalogTable.values()) {
      Path folder = layout.table(scope, table.tableName());
      Path file = folder.resolve("metadata").resolve("00000-first.metadata.json");
      Files.createDirectories(file.getParent());
      TableMetadata metadata = tables.metadata(table, LocalFileIO.location(folder));
      if (metadata == null) {
        continue;
      }
      Files.writeString(file, TableMetadataParser.toJson(metadata));
      contents.put(
          table.tableName(),
          new TableContent(
              null,
              LocalFileIO.location(file),
              metadata.currentSnapshot() == null ? -1 : metadata.currentSnapshot().snapshotId(),
              metadata.currentSchemaId(),
              metadata.defaultSpecId(),
              metadata.defaultSortOrderId()));
    }
    try (NessieReferences references = connect()) {
      String empty = references.emptyHash();
      String name = ReferenceNames.branch(scope);
      references.createBranch(name, null, empty);
      if (!(references.commitFirst(name, empty, "tables", Map.of(), contents)
          instanceof CommitAnswer.Committed)) {
        throw new IOException("the tables could not be created");
      }
    }
    return scope;
  }

  /** Returns where it is. */
  public URI uri() {
    return nessie.uri();
  }

  /** Opens a branch, as a process of its own would. */
  public BranchTables open(NessieReferences references, Path warehouse, Scope scope)
      throws IOException {
    return tables(references, warehouse, scope);
  }

  /** Opens a branch over a connection that another process has made. */
  public static BranchTables tables(NessieReferences references, Path warehouse, Scope scope)
      throws IOException {
    return BranchTables.open(scope, references, new WarehouseLayout(warehouse), TABLES);
  }

  @Override
  public void close() throws IOException {
    nessie.close();
  }

  /** Makes the first metadata of a table; null leaves it out. */
  @FunctionalInterface
  public interface Tables {
    @Nullable TableMetadata metadata(CatalogTable table, String location);
  }
}
