package dev.tarn.rest.table;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.entry.TableEntry;
import java.util.List;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/** One table of a branch, for one request. Not thread safe. */
final class TarnTableOperations implements TableOperations {
  private final TarnCatalog catalog;
  private final TableName name;
  private @Nullable TableVersion version;
  private boolean fresh;

  TarnTableOperations(TarnCatalog catalog, TableName name) {
    this.catalog = catalog;
    this.name = name;
  }

  @Override
  public @Nullable TableMetadata current() {
    return fresh ? metadata() : refresh();
  }

  @Override
  public @Nullable TableMetadata refresh() {
    version =
        catalog.pointer(name).orElse(null) instanceof Pointer.Table table
            ? new TableVersion(table, catalog.metadata(table))
            : null;
    fresh = true;
    return metadata();
  }

  private @Nullable TableMetadata metadata() {
    return version == null ? null : version.metadata();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the contract: what is committed to is what was read
  public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
    TableVersion before = version;
    if (base != (before == null ? null : before.metadata())) {
      throw new CommitFailedException("Cannot commit: stale table metadata");
    }
    boolean registered = metadata.metadataFileLocation() != null;
    if (name.isReserved()) {
      throw name.reserved();
    }
    catalog.checkLocations(metadata);
    TableVersion next =
        TableVersion.of(
            registered
                ? metadata
                : catalog
                    .files()
                    .write(
                        metadata,
                        before == null
                            ? 0
                            : MetadataFiles.versionAfter(before.pointer().metadataLocation())));
    TableEntry entry = TableEntry.of(name, base, next.metadata());
    PointerChange change =
        before == null
            ? PointerChange.create(name, next.pointer())
            : PointerChange.replace(name, before.pointer(), next.pointer());
    CommitOutcome outcome;
    try {
      outcome = catalog.commit(List.of(change), before == null ? entry.created() : entry.changed());
    } catch (CatalogException e) {
      if (!registered && CommitOutcome.isNothing(e)) {
        catalog.files().discard(next.pointer().metadataLocation());
      }
      throw e;
    }
    if (outcome instanceof CommitOutcome.Refused refused) {
      if (!registered) {
        catalog.files().discard(next.pointer().metadataLocation());
      }
      throw refusal(refused);
    }
    version = next;
    fresh = true;
  }

  private RuntimeException refusal(CommitOutcome.Refused refused) {
    if (refused.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
      return refused.missingNamespace();
    }
    return refused.code() == ErrorCode.NAME_TAKEN
        ? TableCommits.exists(name, refused.current())
        : new CommitFailedException("%s", refused.message());
  }

  @Override
  public FileIO io() {
    return catalog.files().io();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    throw new UnsupportedOperationException("engines write the files of snapshots");
  }

  @Override
  public LocationProvider locationProvider() {
    throw new UnsupportedOperationException("engines write data files");
  }
}
