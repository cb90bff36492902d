package dev.tarn.iceberg.nessie;

import dev.tarn.core.error.CatalogException;
import dev.tarn.core.table.Pointer;
import dev.tarn.core.table.PointerKind;
import dev.tarn.core.table.TableName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.IcebergTable;
import org.projectnessie.model.IcebergView;
import org.projectnessie.model.Namespace;
import org.projectnessie.model.Operation;

/** Names and pointers as Nessie's keys and contents. */
final class PointerContents {
  private PointerContents() {}

  static ContentKey key(TableName name) {
    return ContentKey.of(name.levels());
  }

  /** Returns a key as a name; empty for one that another program made and Tarn does not take. */
  static Optional<TableName> name(ContentKey key) {
    try {
      return Optional.of(new TableName(key.getElements()));
    } catch (CatalogException e) {
      return Optional.empty();
    }
  }

  static Operation operation(PointerOperation operation) {
    return switch (operation) {
      case PointerOperation.Put(TableName name, String contentId, Pointer pointer) ->
          Operation.Put.of(key(name), content(name, contentId, pointer));
      case PointerOperation.Delete(TableName name) -> Operation.Delete.of(key(name));
    };
  }

  private static Content content(TableName name, @Nullable String contentId, Pointer pointer) {
    Content content =
        switch (pointer) {
          case Pointer.Table table ->
              IcebergTable.of(
                  table.metadataLocation(),
                  table.snapshotId(),
                  table.schemaId(),
                  table.specId(),
                  table.sortOrderId());
          case Pointer.View view ->
              IcebergView.of(view.metadataLocation(), view.versionId(), view.schemaId());
          case Pointer.Namespace namespace -> Namespace.of(name.levels(), namespace.properties());
        };
    return contentId == null ? content : content.withId(contentId);
  }

  /** Returns what a content is; empty for one that is none of Tarn's kinds. */
  static Optional<StoredPointer> pointer(Content content) {
    String id = content.getId();
    Pointer pointer =
        switch (content) {
          case IcebergTable table ->
              new Pointer.Table(
                  table.getMetadataLocation(),
                  table.getSnapshotId(),
                  table.getSchemaId(),
                  table.getSpecId(),
                  table.getSortOrderId());
          case IcebergView view ->
              new Pointer.View(view.getMetadataLocation(), view.getVersionId(), view.getSchemaId());
          case Namespace namespace -> new Pointer.Namespace(namespace.getProperties());
          default -> null;
        };
    return id == null || pointer == null
        ? Optional.empty()
        : Optional.of(new StoredPointer(id, pointer));
  }

  /** Returns what kind of thing a type of content is; empty for none of Tarn's. */
  static Optional<PointerKind> kind(Content.Type type) {
    if (type.equals(Content.Type.ICEBERG_TABLE)) {
      return Optional.of(PointerKind.TABLE);
    }
    if (type.equals(Content.Type.ICEBERG_VIEW)) {
      return Optional.of(PointerKind.VIEW);
    }
    return type.equals(Content.Type.NAMESPACE)
        ? Optional.of(PointerKind.NAMESPACE)
        : Optional.empty();
  }
}
