package dev.tarn.rest.table;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.entry.EntryChanges;
import dev.tarn.rest.entry.TableEntry;
import java.util.List;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.BaseViewOperations;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewProperties;
import org.jspecify.annotations.Nullable;

/** One view of a branch, for one request. Not thread safe. */
final class TarnViewOperations extends BaseViewOperations {
  private final TarnCatalog catalog;
  private final TableName name;
  private Pointer.@Nullable View pointer;

  TarnViewOperations(TarnCatalog catalog, TableName name) {
    this.catalog = catalog;
    this.name = name;
  }

  @Override
  protected void doRefresh() {
    pointer = catalog.pointer(name).orElse(null) instanceof Pointer.View view ? view : null;
    if (pointer != null) {
      refreshFromMetadataLocation(pointer.metadataLocation(), null, 0, catalog::viewMetadata);
    } else if (currentMetadataLocation() != null) {
      throw new NoSuchViewException("View does not exist: %s", viewName());
    } else {
      disableRefresh();
    }
  }

  @Override
  protected void doCommit(@Nullable ViewMetadata base, ViewMetadata metadata) {
    Pointer.View before = base == null ? null : pointer;
    boolean registered = metadata.metadataFileLocation() != null;
    catalog.checkLocation(metadata.location());
    String folder = metadata.properties().get(ViewProperties.WRITE_METADATA_LOCATION);
    if (folder != null) {
      catalog.checkLocation(folder);
    }
    String location = writeNewMetadataIfRequired(metadata);
    Pointer.View next =
        new Pointer.View(location, metadata.currentVersionId(), metadata.currentSchemaId());
    TableEntry entry = TableEntry.of(name, base, metadata);
    PointerChange change =
        before == null
            ? PointerChange.create(name, next)
            : PointerChange.replace(name, before, next);
    EntryChanges changes = before == null ? entry.created() : entry.changed();
    CommitOutcome outcome;
    try {
      outcome =
          catalog.commit(
              List.of(change), changes.and(catalog.viewLineage().changes(name, base, metadata)));
    } catch (CatalogException e) {
      if (!registered && CommitOutcome.isNothing(e)) {
        catalog.files().discard(location);
      }
      throw e;
    }
    if (outcome instanceof CommitOutcome.Refused refused) {
      if (!registered) {
        catalog.files().discard(location);
      }
      throw refusal(refused);
    }
  }

  private RuntimeException refusal(CommitOutcome.Refused refused) {
    if (refused.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
      return refused.missingNamespace();
    }
    if (refused.code() != ErrorCode.NAME_TAKEN) {
      return new CommitFailedException("%s", refused.message());
    }
    return switch (refused.current()) {
      case Pointer.Table table ->
          new AlreadyExistsException("Table with same name already exists: %s", viewName());
      case Pointer.Namespace namespace ->
          new AlreadyExistsException("Namespace with same name already exists: %s", viewName());
      case Pointer.View view -> new AlreadyExistsException("View already exists: %s", viewName());
      case null -> new AlreadyExistsException("View already exists: %s", viewName());
    };
  }

  @Override
  protected String viewName() {
    return Names.identifier(name).toString();
  }

  @Override
  protected FileIO io() {
    return catalog.files().io();
  }
}
