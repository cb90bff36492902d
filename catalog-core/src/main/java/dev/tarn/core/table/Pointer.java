package dev.tarn.core.table;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a name stands for. Two that are equal are the same version of the same thing. */
public sealed interface Pointer {
  PointerKind kind();

  /**
   * A version of a table.
   *
   * @param metadataLocation of its metadata file, which never changes and is safe before the
   *     pointer is submitted
   * @param snapshotId -1 if the table has none
   */
  record Table(String metadataLocation, long snapshotId, int schemaId, int specId, int sortOrderId)
      implements Pointer {
    @Override
    public PointerKind kind() {
      return PointerKind.TABLE;
    }
  }

  /**
   * A version of a view.
   *
   * @param metadataLocation as for a table
   */
  record View(String metadataLocation, long versionId, int schemaId) implements Pointer {
    @Override
    public PointerKind kind() {
      return PointerKind.VIEW;
    }
  }

  /** A namespace and its properties. */
  record Namespace(Map<String, String> properties) implements Pointer {
    public Namespace {
      properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    @Override
    public PointerKind kind() {
      return PointerKind.NAMESPACE;
    }
  }
}
