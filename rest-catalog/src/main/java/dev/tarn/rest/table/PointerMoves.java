package dev.tarn.rest.table;

import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerChange;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.TableName;
import dev.tarn.rest.entry.EntryChanges;
import dev.tarn.rest.entry.TableEntry;
import dev.tarn.rest.report.Reports;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;

/** Drops and renames tables and views of a catalog, for one request. Not thread safe. */
final class PointerMoves {
  private final TarnCatalog catalog;
  private final TableSession session;

  PointerMoves(TarnCatalog catalog, TableSession session) {
    this.catalog = catalog;
    this.session = session;
  }

  boolean drop(TableIdentifier identifier, PointerKind kind) {
    session.requireWritable();
    TableName name = Names.of(identifier);
    if (Reports.isReport(name)) {
      throw name.reserved();
    }
    for (int attempt = 0; attempt < TarnCatalog.MAX_ATTEMPTS; attempt++) {
      Pointer pointer = catalog.pointer(name).orElse(null);
      if (pointer == null || pointer.kind() != kind) {
        return false;
      }
      EntryChanges entry =
          kind == PointerKind.TABLE ? TableEntry.droppedTable(name) : TableEntry.droppedView(name);
      if (catalog.commit(List.of(PointerChange.drop(name, pointer)), entry)
          instanceof CommitOutcome.Done) {
        return true;
      }
    }
    throw TarnCatalog.contended(name);
  }

  void rename(TableIdentifier from, TableIdentifier to, PointerKind kind) {
    session.requireWritable();
    TableName source = Names.of(from);
    if (Reports.isReport(source)) {
      throw source.reserved();
    }
    TableName target = Names.of(to);
    for (int attempt = 0; attempt < TarnCatalog.MAX_ATTEMPTS; attempt++) {
      Pointer pointer = catalog.pointer(source).orElse(null);
      if (pointer == null || pointer.kind() != kind) {
        throw kind == PointerKind.TABLE
            ? new NoSuchTableException("Table does not exist: %s", from)
            : new NoSuchViewException("View does not exist: %s", from);
      }
      Pointer taken = catalog.pointer(target).orElse(null);
      if (taken != null) {
        throw new AlreadyExistsException(
            "Cannot rename %s to %s. %s already exists", from, to, word(taken.kind()));
      }
      CommitOutcome outcome =
          catalog.commit(
              List.of(PointerChange.drop(source, pointer), PointerChange.create(target, pointer)),
              entry(source, pointer).renamed(target));
      if (outcome instanceof CommitOutcome.Done) {
        return;
      }
      if (outcome instanceof CommitOutcome.Refused refused
          && refused.code() == ErrorCode.NAMESPACE_NOT_FOUND) {
        throw refused.missingNamespace();
      }
    }
    throw TarnCatalog.contended(source);
  }

  private TableEntry entry(TableName name, Pointer pointer) {
    return switch (pointer) {
      case Pointer.Table table ->
          TableEntry.of(name, null, catalog.files().table(table.metadataLocation()));
      case Pointer.View view ->
          TableEntry.of(name, null, catalog.files().view(view.metadataLocation()));
      case Pointer.Namespace namespace ->
          throw new IllegalArgumentException("a namespace is not renamed");
    };
  }

  private static String word(PointerKind kind) {
    return switch (kind) {
      case TABLE -> "Table";
      case VIEW -> "View";
      case NAMESPACE -> "Namespace";
    };
  }
}
